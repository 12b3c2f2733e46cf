import { Route, Router } from '@solidjs/router'
import { lazy } from 'solid-js'
import { Overview } from '../overview/Overview.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

const IssueList = lazy(() => import('../issues/IssueList.tsx'))
const IssuePage = lazy(() => import('../issues/IssuePage.tsx'))
const ReviewPage = lazy(() => import('../issues/ReviewPage.tsx'))
const WorkList = lazy(() => import('../issues/WorkList.tsx'))
const NewIssue = lazy(() => import('../intake/Intake.tsx'))
const SiteList = lazy(() => import('../sites/SiteList.tsx'))
const SitePage = lazy(() => import('../sites/SitePage.tsx'))
const Poster = lazy(() => import('../sites/Poster.tsx'))
const Knowledge = lazy(() => import('../knowledge/Knowledge.tsx'))
const KnowledgeEntry = lazy(() => import('../knowledge/EntryPage.tsx'))
const NewEntry = lazy(() => import('../knowledge/NewEntry.tsx'))
const Notes = lazy(() => import('../knowledge/Notes.tsx'))
const Templates = lazy(() => import('../knowledge/Templates.tsx'))
const Supervision = lazy(() => import('../supervision/Supervision.tsx'))
const Consultations = lazy(() => import('../supervision/Consultations.tsx'))
const Nodes = lazy(() => import('../nodes/Nodes.tsx'))
const Indicators = lazy(() => import('../indicators/Indicators.tsx'))
const IndicatorRows = lazy(() => import('../indicators/IndicatorRows.tsx'))
const SpotPoster = lazy(() => import('../settings/SpotPoster.tsx'))
const Settings = lazy(() => import('../settings/Settings.tsx'))

export const App = () => (
  <Router root={Shell}>
    <Route path="/" component={Overview} />
    <Route path="/issues" component={IssueList} />
    <Route path="/issues/new" component={NewIssue} />
    <Route path="/issues/:id" component={IssuePage} />
    <Route path="/issues/:id/review" component={ReviewPage} />
    <Route path="/worklist" component={WorkList} />
    <Route path="/sites" component={SiteList} />
    <Route path="/sites/:id" component={SitePage} />
    <Route path="/sites/:id/poster" component={Poster} />
    <Route path="/knowledge" component={Knowledge} />
    <Route path="/knowledge/new" component={NewEntry} />
    <Route path="/knowledge/notes" component={Notes} />
    <Route path="/knowledge/templates" component={Templates} />
    <Route path="/knowledge/:id" component={KnowledgeEntry} />
    <Route path="/supervision" component={Supervision} />
    <Route path="/supervision/consultations/:id?" component={Consultations} />
    <Route path="/nodes/:id?" component={Nodes} />
    <Route path="/indicators" component={Indicators} />
    <Route path="/indicators/:kpi" component={IndicatorRows} />
    <Route path="/settings/spots/:id/poster" component={SpotPoster} />
    <Route path="/settings/:part?" component={Settings} />
    <Route path="*" component={NotFound} />
  </Router>
)
