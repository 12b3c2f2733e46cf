import { For, Show } from 'solid-js'
import { now } from '../lib/clock.ts'
import { session, signOut } from '../lib/desk.ts'
import { chooseLanguage, LANGUAGES, language, named, w } from '../lib/i18n.ts'
import { areKeysOn, switchKeys } from '../lib/keys.ts'
import { forgetSnapshots } from '../lib/snapshot.ts'
import { chooseTheme, THEMES, theme } from '../lib/theme.ts'
import { Button } from '../ui/Button.tsx'
import { Say } from '../ui/Say.tsx'
import { OwnAccount } from './OwnAccount.tsx'

const NAMES = { 'zh-CN': '中文', en: 'English' } as const

/** One's own desk: language, colours, keys, and the way out. */
export const Me = () => {
  const words = () => w().settings.me
  async function leave(): Promise<void> {
    await signOut()
    forgetSnapshots()
  }
  return (
    <Show when={session()}>
      {(seat) => (
        <>
          <Say as="p" tone="attn" phrase={words().sentence(seat().user.name, w().common.roles[seat().user.role])} />
          <dl class="mine">
            <dt>{w().settings.district}</dt>
            <dd>{named(seat().district)}</dd>
            <dt>{words().login}</dt>
            <dd>{seat().user.login}</dd>
            <Show when={seat().user.agency}>
              {(agency) => (
                <>
                  <dt>{words().agency}</dt>
                  <dd>{named(agency())}</dd>
                </>
              )}
            </Show>
            <dt>{words().language}</dt>
            <dd>
              <fieldset class="seg" aria-label={words().language}>
                <For each={LANGUAGES}>
                  {(name) => (
                    <button
                      type="button"
                      lang={name}
                      aria-pressed={language() === name}
                      onClick={() => chooseLanguage(name)}
                    >
                      {NAMES[name]}
                    </button>
                  )}
                </For>
              </fieldset>
            </dd>
            <dt>{words().theme}</dt>
            <dd>
              <fieldset class="seg" aria-label={words().theme}>
                <For each={THEMES}>
                  {(name) => (
                    <button type="button" aria-pressed={theme() === name} onClick={() => chooseTheme(name)}>
                      {words().themes[name]}
                    </button>
                  )}
                </For>
              </fieldset>
            </dd>
            <dt>{words().keys}</dt>
            <dd>
              <fieldset class="seg" aria-label={words().keys}>
                <button type="button" aria-pressed={areKeysOn()} onClick={() => switchKeys(true)}>
                  {words().keysOn}
                </button>
                <button type="button" aria-pressed={!areKeysOn()} onClick={() => switchKeys(false)}>
                  {words().keysOff}
                </button>
              </fieldset>
              <p class="dim">{words().keysWhy}</p>
            </dd>
            <OwnAccount />
            <dt>{words().session}</dt>
            <dd>
              <p>{words().until(w().time.due(seat().endsAt, now()))}</p>
              <Button onClick={() => void leave()}>{words().signOut}</Button>
            </dd>
          </dl>
        </>
      )}
    </Show>
  )
}
