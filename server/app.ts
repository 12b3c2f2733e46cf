import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Deps } from './deps.ts'
import { clientAddress, isSecure } from './http/address.ts'
import { type AppContext, type AppEnv, type AppRouter, newRouter } from './http/app-env.ts'
import { mountAttachments } from './http/attachments.ts'
import { mountAudit } from './http/audit.ts'
import { mountCatalogue } from './http/catalogue.ts'
import { mountConsultations } from './http/consultations.ts'
import { onFailure } from './http/failure.ts'
import { onValidated } from './http/faults.ts'
import { mountFilters } from './http/filters.ts'
import { addressGuard, depthGuard, sizeGuard } from './http/guards.ts'
import { mountHealth } from './http/health.ts'
import { mountIntake } from './http/intake.ts'
import { mountIssues } from './http/issues.ts'
import { mountKnowledge } from './http/knowledge.ts'
import { knownPaths } from './http/known-paths.ts'
import { mountKpis } from './http/kpis.ts'
import { mountMerchant } from './http/merchant.ts'
import { mountNodes } from './http/nodes.ts'
import { mountNotes } from './http/notes.ts'
import { mountOpen311 } from './http/open311.ts'
import { mountOpenData } from './http/open311-settings.ts'
import { mountOpenApi } from './http/openapi.ts'
import { mountOutages } from './http/outages.ts'
import { mountOverview } from './http/overview.ts'
import { mountParty } from './http/party.ts'
import { mountPeople } from './http/people.ts'
import { mountPrivacy } from './http/privacy.ts'
import { problem } from './http/problem.ts'
import { mountReferrals } from './http/referrals.ts'
import { requestLog } from './http/request-log.ts'
import { mountReview } from './http/review.ts'
import { mountRules } from './http/rules.ts'
import { mountSearch } from './http/search.ts'
import { sameOriginOnly, securityHeaders } from './http/security.ts'
import { mountServices } from './http/services.ts'
import { knowUser, mountSession } from './http/session.ts'
import { mountSetup } from './http/setup.ts'
import { mountSites } from './http/sites.ts'
import { mountSpots } from './http/spots.ts'
import { staticPages } from './http/static.ts'
import { mountStream } from './http/stream.ts'
import { mountSupervision } from './http/supervision.ts'
import { mountTemplates } from './http/templates.ts'
import { refused } from './wire/refusal.ts'

/** Everything the server answers over HTTP, in one visible list. */
export function createApp(deps: Deps): AppRouter {
  const app = newRouter()
  app.use(identify(deps), requestLog(deps), securityHeaders)
  mountHealth(app, deps)
  mountOpenApi(app)
  mountOpen311(app, deps)
  app.route('/api/v1', createApi(deps))
  const methodsOf = knownPaths(app)
  const pages = staticPages(deps.webRoot)
  app.notFound((c: AppContext) => {
    const methods = methodsOf(c.req.path)
    if (methods.length > 0) return problem(c, refused('method_not_allowed'), { Allow: methods.join(', ') })
    return pages(c) ?? problem(c, refused('not_found'))
  })
  app.onError(onFailure(deps))
  return app
}

function createApi(deps: Deps): AppRouter {
  const api = newRouter()
  api.defaultHook = (result, c) => onValidated(result, c)
  api.use(addressGuard, sameOriginOnly(deps), sizeGuard, depthGuard, knowUser(deps))
  mountSetup(api, deps)
  mountSession(api, deps)
  mountPeople(api, deps)
  mountAudit(api, deps)
  mountPrivacy(api, deps)
  mountStream(api, deps)
  mountOverview(api, deps)
  mountKpis(api, deps)
  mountSites(api, deps)
  mountSearch(api, deps)
  mountIssues(api, deps)
  mountKnowledge(api, deps)
  mountTemplates(api, deps)
  mountNotes(api, deps)
  mountFilters(api, deps)
  mountIntake(api, deps)
  mountReview(api, deps)
  mountSupervision(api, deps)
  mountConsultations(api, deps)
  mountNodes(api, deps)
  mountRules(api, deps)
  mountCatalogue(api, deps)
  mountServices(api, deps)
  mountOutages(api, deps)
  mountMerchant(api, deps)
  mountAttachments(api, deps)
  mountSpots(api, deps)
  mountReferrals(api, deps)
  mountOpenData(api, deps)
  mountParty(api, deps)
  return api
}

/** Names the request, and says where it came from. */
const identify =
  ({ config }: Deps): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    c.set('requestId', randomBytes(6).toString('hex'))
    c.set('address', clientAddress(c, config.trustedProxies))
    c.set('isSecure', isSecure(c, config.trustedProxies))
    c.set('user', null)
    await next()
  }
