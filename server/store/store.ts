import { createAttachmentStore } from './attachments.ts'
import { createAuditStore } from './audit.ts'
import { createCatalogueStore } from './catalogue.ts'
import { createContactStore } from './contacts.ts'
import { createFilterStore } from './filters.ts'
import { createHealthStore } from './health.ts'
import { createIdempotencyStore } from './idempotency.ts'
import { createIntakeStore } from './intake.ts'
import { createIssueJobs } from './issue-jobs.ts'
import { createLane } from './issue-numbers.ts'
import { createIssueStore } from './issues.ts'
import { createKnowledgeStore } from './knowledge.ts'
import { createKpiStore } from './kpis.ts'
import { createLiveStore } from './live.ts'
import { createMerchantStore } from './merchant.ts'
import { createNodeKeys } from './node-keys.ts'
import { createNodeStore } from './nodes-change.ts'
import { createNoteStore } from './notes.ts'
import { createOpen311Store } from './open311.ts'
import { createOpenDataStore } from './open311-settings.ts'
import { createOutageStore } from './outages.ts'
import { createOverviewStore } from './overview.ts'
import { createPartyLinkStore } from './party-links.ts'
import { createPeopleStore } from './people.ts'
import type { StorePorts } from './ports.ts'
import { createReferralStore } from './referrals.ts'
import { createRetentionStore } from './retention.ts'
import { createRulesStore } from './rules.ts'
import { createSearchStore } from './search.ts'
import { createSecondFactorStore } from './second-factor.ts'
import { createServiceStore } from './services.ts'
import { createSessionStore } from './sessions.ts'
import { createSettingsStore } from './settings.ts'
import { createSiteNameStore } from './site-names.ts'
import { createSiteStore } from './sites.ts'
import { createSpotStore } from './spots.ts'
import { createSupervisionJobs, createSupervisionStore } from './supervision.ts'
import { createTemplateStore } from './templates.ts'
import { createThirdPartyStore } from './third-parties.ts'

/** Every query of the product, one part per feature: wire or domain types and outcomes, never raw rows. */
export function createStore(ports: StorePorts) {
  const { db, writer } = ports
  // One lane for everything that takes the next running number.
  const lane = createLane()
  const catalogue = createCatalogueStore(ports)
  const issues = createIssueStore(ports, lane)
  return {
    people: createPeopleStore(db, writer),
    sessions: createSessionStore(db, writer),
    secondFactor: createSecondFactorStore(db, writer),
    audit: createAuditStore(db, writer),
    contacts: createContactStore(ports),
    retention: createRetentionStore(ports),
    settings: createSettingsStore(db),
    search: createSearchStore(ports),
    knowledge: createKnowledgeStore(ports),
    templates: createTemplateStore(ports),
    notes: createNoteStore(ports),
    filters: createFilterStore(ports),
    live: createLiveStore(db, writer),
    idempotency: createIdempotencyStore(db, writer),
    health: createHealthStore(db),
    issues,
    partyLinks: createPartyLinkStore(ports, issues),
    issueJobs: createIssueJobs(ports, lane),
    intake: createIntakeStore(ports),
    siteNames: createSiteNameStore(ports),
    sites: createSiteStore(ports),
    nodes: createNodeStore(ports),
    nodeKeys: createNodeKeys(db),
    overview: createOverviewStore(ports),
    kpis: createKpiStore(ports),
    catalogue,
    services: createServiceStore(ports, catalogue),
    outages: createOutageStore(ports),
    merchant: createMerchantStore(ports, lane),
    attachments: createAttachmentStore(ports),
    spots: createSpotStore(ports, lane),
    thirdParties: createThirdPartyStore(ports),
    referrals: createReferralStore(ports),
    openData: createOpenDataStore(ports),
    open311: createOpen311Store(ports, lane),
    rules: createRulesStore(ports),
    supervision: createSupervisionStore(ports),
    supervisionJobs: createSupervisionJobs(ports),
  }
}
export type Store = ReturnType<typeof createStore>
