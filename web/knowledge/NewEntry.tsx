import './knowledge.css'
import { useNavigate } from '@solidjs/router'
import { useTitle } from '../lib/title.ts'
import { Say } from '../ui/Say.tsx'
import { EntryForm } from './EntryForm.tsx'
import { words } from './words.ts'

/** A new entry, proposed. */
export default function NewEntry() {
  const navigate = useNavigate()
  useTitle(() => words().form.newTitle)
  return (
    <main id="main" class="knowledge pad" tabindex="-1">
      <a class="go" href="/knowledge">
        {words().entry.back}
      </a>
      <Say as="h1" tone="attn" phrase={[words().form.newTitle]} />
      <p class="dim">{words().form.newHow}</p>
      <EntryForm
        entry={null}
        onDone={({ id }) => navigate(`/knowledge/${id}`)}
        onCancel={() => navigate('/knowledge')}
      />
    </main>
  )
}
