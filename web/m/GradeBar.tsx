import type { Sending } from './Doing.tsx'
import { useDoing } from './doing.ts'
import { Bar, Chips } from './Why.tsx'

/** The second question, which nobody has to answer: five grades, one tap. */
export function GradeBar(props: { sending: Sending }) {
  const { w, following } = useDoing()
  // Best first: it reads as people say it.
  const options = () =>
    w()
      .grades.map((text, n) => ({ code: String(n + 1), text }))
      .reverse()
  return (
    <Bar label={w().gradeTitle} sending={props.sending} onSubmit={() => {}}>
      <p class="lead">{w().gradeTitle}</p>
      <Chips
        label={w().gradeTitle}
        options={options()}
        picked={null}
        onPick={(grade) => void props.sending.run(() => following.tell('grade', { grade: Number(grade) }))}
      />
    </Bar>
  )
}
