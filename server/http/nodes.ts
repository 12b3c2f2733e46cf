import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { newNodeAnswer, newNodeBody, nodeDetailSchema, nodeRowSchema } from '../wire/nodes.ts'
import { done, refused } from '../wire/refusal.ts'
import type { AppContext, AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { originOf } from './qr.ts'

const idParams = z.strictObject({ id: z.string().min(1).max(32) })

/** 256 random bits; only their SHA-256 is kept. */
const newKey = (): string => randomBytes(32).toString('base64url')
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

export function mountNodes(app: AppRouter, deps: Deps): void {
  const { nodes } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/nodes',
      id: 'listNodes',
      summary: '节点 Nodes',
      tag: 'nodes',
      may: 'nodes.read',
      answer: z.array(nodeRowSchema),
    },
    async ({ at }) => done(await nodes.list(at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/nodes/{id}',
      id: 'readNode',
      summary: '一个节点 One node',
      tag: 'nodes',
      may: 'nodes.read',
      params: idParams,
      answer: nodeDetailSchema,
    },
    async ({ params, at }) => {
      const node = await nodes.detail(params.id, at)
      return node ? done(node) : refused('not_found')
    },
  )
  mountKeys(app, deps)
}

function mountKeys(app: AppRouter, deps: Deps): void {
  const { nodes } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/nodes',
      id: 'addNode',
      summary: '加节点 Add a node',
      tag: 'nodes',
      may: 'nodes.manage',
      body: newNodeBody,
      answer: newNodeAnswer,
      status: 201,
    },
    async ({ c, body, at }) => {
      const key = newKey()
      const outcome = await nodes.add({ ...body, keyHash: hashOf(key) }, at)
      if (!outcome.ok) return outcome
      deps.live.wake()
      return done(keyAnswer(c, deps, body.id, body.displayName, key))
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/nodes/{id}/key',
      id: 'changeNodeKey',
      summary: '换密钥 Change the key',
      tag: 'nodes',
      may: 'nodes.manage',
      params: idParams,
      answer: newNodeAnswer,
      status: 201,
    },
    async ({ c, params, at }) => {
      const key = newKey()
      const outcome = await nodes.changeKey(params.id, hashOf(key), at)
      if (!outcome.ok) return outcome
      deps.live.wake()
      deps.fleet.disconnect(params.id)
      return done(keyAnswer(c, deps, params.id, outcome.value.displayName, key))
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/nodes/{id}/revocation',
      id: 'revokeNode',
      summary: '停用节点 Revoke a node',
      tag: 'nodes',
      may: 'nodes.manage',
      params: idParams,
      answer: nodeDetailSchema,
    },
    async ({ params, at }) => {
      const outcome = await nodes.revoke(params.id, at)
      if (!outcome.ok) return outcome
      deps.live.wake()
      deps.fleet.disconnect(params.id)
      return outcome
    },
  )
}

const keyAnswer = (c: AppContext, deps: Deps, id: string, displayName: string, key: string) => ({
  id,
  key,
  configuration: configurationOf(c, deps, id, displayName, key),
})

/** A configuration the edge agent starts with as it is; its simulated meter shows a curve until a real one replaces it. */
function configurationOf(c: AppContext, deps: Deps, nodeId: string, displayName: string, key: string) {
  const { url, port } = deps.config.mqtt
  const here = new URL(originOf(c, deps)).hostname
  return {
    nodeId,
    displayName,
    server: url === null ? `mqtt://${here}:${port}` : brokerOf(url),
    key,
    dataDir: `./${nodeId}`,
    poweredBy: 'mains',
    devices: [{ id: 'main-meter', driver: 'sim', kind: 'meter', declaredVolts: 220, phases: ['l1', 'l2', 'l3'] }],
  }
}

/** The outside broker as a node names it: scheme, host and port. */
function brokerOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${/^(mqtts|ssl|wss):$/.test(protocol) ? 'mqtts' : 'mqtt'}://${host}`
}
