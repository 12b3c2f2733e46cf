import './ui/tokens.css'
import './ui/elements.css'
import './ui/frame.css'
import './ui/base.css'
import './ui/sentences.css'
import './ui/parts.css'
import './ui/narrow.css'
import { onCleanup } from 'solid-js'
import { render } from 'solid-js/web'
import { startClock } from './lib/clock.ts'
import { sitDown, takeSeat } from './lib/desk.ts'
import { followSystemColours } from './lib/theme.ts'
import { App } from './shell/App.tsx'

const root = document.getElementById('desk')
if (root) {
  render(() => {
    const stops = [startClock(), followSystemColours(), sitDown()]
    onCleanup(() => {
      for (const stop of stops) stop()
    })
    void takeSeat()
    return <App />
  }, root)
}
