import { createSignal, Index, Show } from 'solid-js'
import { createSending, useDoing } from './doing.ts'
import { useTrackingPage } from './page.ts'
import { dataUrl, smallPhoto } from './photo.ts'
import { Trouble } from './Trouble.tsx'

/** The merchant's own photos, each looked at on a tap, and one more. */
export function Photos() {
  const { w, t, following } = useDoing()
  const sending = createSending()
  const [isBad, setIsBad] = createSignal(false)
  async function add(file: File | undefined): Promise<void> {
    if (!file) return
    const photo = await smallPhoto(file)
    setIsBad(photo === null)
    if (photo) await sending.run(() => following.upload(photo, file.name))
  }
  return (
    <>
      <Show when={t().photos.length > 0}>
        <p class="dim">{w().photos(t().photos.length)}</p>
        <ul class="photos">
          <Index each={t().photos}>{(photo) => <Photo photo={photo()} />}</Index>
        </ul>
      </Show>
      <Show when={t().canAddPhoto}>
        <div class="act">
          <span class="over">
            <input
              id="photo"
              type="file"
              accept="image/*"
              disabled={sending.isSending()}
              on:change={(event) => {
                const [file] = event.currentTarget.files ?? []
                void add(file).finally(() => {
                  event.target.value = ''
                })
              }}
            />
            <label class="plain-button" for="photo">
              {sending.isSending() ? w().photoSending : w().photoAdd}
            </label>
          </span>
          <p class="dim">{w().photoHint}</p>
          <Show when={isBad()}>
            <p class="st st-attn" role="alert">
              {w().photoBad}
            </p>
          </Show>
          <Show when={sending.failure()} keyed>
            {(why) => <Trouble failure={why} isSending={true} />}
          </Show>
        </div>
      </Show>
    </>
  )
}

function Photo(props: { photo: { id: string; name: string } }) {
  const page = useTrackingPage()
  const { w, following } = useDoing()
  const [source, setSource] = createSignal('')
  async function show(): Promise<void> {
    const outcome = await page.api.picture(following.token, props.photo.id)
    if (outcome.ok) setSource(await dataUrl(outcome.value))
  }
  return (
    <li>
      <Show
        when={source()}
        fallback={
          <button type="button" class="plain-button" on:click={() => void show()}>
            {w().photoShow} {props.photo.name}
          </button>
        }
      >
        {(from) => <img src={from()} alt={props.photo.name} />}
      </Show>
    </li>
  )
}
