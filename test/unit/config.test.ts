import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigRefused, readConfig } from '../../server/config.ts'
import { isIn } from '../../server/http/address.ts'

const refusalOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigRefused)
    return (error as Error).message.split('\n')
  }
}

describe('the configuration', () => {
  it('needs nothing', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      dataDir: resolve('data'),
      database: { url: `file:${resolve('data', 'mingchuang.db')}` },
      mqtt: { port: 1883, host: '0.0.0.0', url: null, username: null, password: null },
      publicOrigin: null,
      logLevel: 'info',
      session: { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 },
      liveRetentionMs: 72 * 3_600_000,
    })
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('names every bad setting at once', () => {
    const lines = refusalOf({
      PORT: '80801',
      DATABASE_URL: 'postgres://x',
      TRUSTED_PROXIES: '10.0.0.0/8, 10.0.0.0/33, proxy',
      PUBLIC_URL: 'mingchuang',
      LOG_LEVEL: 'loud',
      SESSION_HOURS: '-1',
    })
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'TRUSTED_PROXIES',
      'TRUSTED_PROXIES',
      'PUBLIC_URL',
      'LOG_LEVEL',
      'SESSION_HOURS',
    ])
  })

  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATA_DRI', 'DATA_DIR'],
    ['MINGCHUANG_PORT', 'PORT'],
    ['MC_MQTT_URL', 'MQTT_URL'],
    ['TRUSTED_PROXY', null],
    ['PATH', null],
    ['HOSTNAME', null],
  ])('says what was meant by %s', (given, meant) => {
    expect(refusalOf({ [given]: '1' })).toEqual(meant ? [`${given} is not a setting: did you mean ${meant}?`] : [])
  })

  it('reads a secret from a file, and refuses one given twice or a file that is not there', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'mingchuang-secret-')), 'token')
    writeFileSync(path, 'a-token\n')
    expect(readConfig({ DATABASE_URL: 'https://db.example', DATABASE_TOKEN_FILE: path }).database).toEqual({
      url: 'https://db.example',
      authToken: 'a-token',
    })
    expect(refusalOf({ DATABASE_TOKEN: 'x', DATABASE_TOKEN_FILE: path })).toEqual([
      'DATABASE_TOKEN and DATABASE_TOKEN_FILE are both set: keep one.',
    ])
    expect(refusalOf({ MQTT_PASSWORD_FILE: '/nowhere/at/all' })).toEqual([
      'MQTT_PASSWORD_FILE: /nowhere/at/all cannot be read.',
    ])
  })

  it('knows the trusted proxies of both address families', () => {
    const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.1.0.0/16, ::1, 192.0.2.4' })
    const trusted = ['10.1.2.3', '::1', '192.0.2.4', '10.2.0.1', '192.0.2.5', '::2', 'nonsense']
    expect(trusted.filter((address) => isIn(trustedProxies, address))).toEqual(['10.1.2.3', '::1', '192.0.2.4'])
  })
})
