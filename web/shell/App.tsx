import { Route, Router } from '@solidjs/router'
import { lazy } from 'solid-js'
import { Overview } from '../overview/Overview.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

const IssuePage = lazy(() => import('../issues/IssuePage.tsx'))

export const App = () => (
  <Router root={Shell}>
    <Route path="/" component={Overview} />
    <Route path="/issues/:id" component={IssuePage} />
    <Route path="*" component={NotFound} />
  </Router>
)
