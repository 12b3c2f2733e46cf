import { usePage } from './page.ts'

/** Grey lines where words will be; said once to those who do not see them. */
export function Skeleton() {
  const page = usePage()
  return (
    <div class="ghost" role="status">
      <span class="vh">{page.w().loading}</span>
      <i />
      <i />
      <i />
      <i />
    </div>
  )
}
