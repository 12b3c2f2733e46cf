import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import {
  type ConsultationView,
  clusteringSchema,
  consultationEntryBody,
  consultationPlanBody,
  consultationSchema,
  consultationsSchema,
  newConsultationBody,
  strikeOffBody,
} from '../wire/consultation.ts'
import { done, type Outcome } from '../wire/refusal.ts'
import type { SignedIn } from './access.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { idParams, versionOf, woken } from './issue-steps.ts'

/** 会诊: the two ledgers, and what a supervisor does with a matter on them. */
export function mountConsultations(app: AppRouter, deps: Deps): void {
  const { supervision } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/consultations',
      id: 'listConsultations',
      summary: '会诊台账 Consultations',
      tag: 'consultations',
      may: 'consultations.read',
      answer: consultationsSchema,
    },
    async ({ user, at }) => done(await supervision.consultations(user, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/consultations',
      id: 'listForConsultation',
      summary: '提交会诊 Put before the consultation',
      tag: 'consultations',
      may: 'consultations.manage',
      body: newConsultationBody,
      answer: clusteringSchema,
      status: 201,
    },
    async ({ user, body, at }) => woken(deps, await supervision.listByHand(body.issueIds, user, at)),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/consultations/clustering',
      id: 'clusterConsultations',
      summary: '现在归并 Cluster now',
      tag: 'consultations',
      may: 'consultations.manage',
      answer: clusteringSchema,
    },
    async ({ user, at }) => woken(deps, await supervision.listConsultations(user, at)),
  )
  decision(app, deps, 'plan', '定方案 Plan', consultationPlanBody, supervision.planConsultation)
  decision(app, deps, 'strike-off', '销账 Strike off', strikeOffBody, supervision.strikeOff)
  decision(app, deps, 'entry', '写成知识 Make an entry', consultationEntryBody, supervision.proposeEntry)
}

interface Decided {
  id: string
  viewer: SignedIn
  version: number
  at: number
}

/** A decision on a matter, on the version it was made on. */
function decision<B extends z.ZodType>(
  app: AppRouter,
  deps: Deps,
  name: string,
  summary: string,
  body: B,
  run: (decided: Decided, body: z.output<B>) => Promise<Outcome<ConsultationView>>,
): void {
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: `/consultations/{id}/${name}`,
      id: `consultation-${name}`,
      summary,
      tag: 'consultations',
      may: 'consultations.manage',
      params: idParams,
      body,
      answer: consultationSchema,
      isVersioned: true,
      versionOf,
    },
    async ({ user, params, version, at, body: words }) =>
      woken(deps, await run({ id: params.id, viewer: user, version, at }, words)),
  )
}
