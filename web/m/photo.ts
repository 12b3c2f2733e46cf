/** The longest side a photo is sent with: a stall's sign stays readable, a line of the country stays usable. */
const SIDE_MAX = 1_600
const SMALL_BYTES = 400_000
/** What the server takes. */
const TYPES = ['image/jpeg', 'image/png', 'image/webp']

/** A photo made small enough to send, turned the right way up, without what the camera wrote into it; null when it is no picture. */
export async function smallPhoto(file: Blob): Promise<Blob | null> {
  if (file.size <= SMALL_BYTES && TYPES.includes(file.type)) return file
  const image = await createImageBitmap(file).catch(() => null)
  if (!image) return null
  const scale = Math.min(1, SIDE_MAX / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8))
}

/** Bytes as an address an `img` may show: the page's policy knows no `blob:`. */
export const dataUrl = (photo: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(photo)
  })
