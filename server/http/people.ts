import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { directorySchema, newAgencyBody, newUserBody, serviceBody, serviceSchema, userSchema } from '../wire/people.ts'
import { done, refused } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashPassword } from './password-hash.ts'
import { isGuessable } from './password-rules.ts'
import { weakPassword } from './setup.ts'

const agencySchema = directorySchema.shape.agencies.element

export function mountPeople(app: AppRouter, deps: Deps): void {
  const { people } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/users',
      id: 'listUsers',
      summary: '同事 Colleagues',
      tag: 'people',
      may: 'users.manage',
      answer: z.array(userSchema),
    },
    async () => done(await people.users()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/users',
      id: 'addUser',
      summary: '加同事 Add a colleague',
      tag: 'people',
      may: 'users.manage',
      body: newUserBody,
      answer: userSchema,
      status: 201,
    },
    async ({ at, body }) => {
      const { password, ...values } = body
      if (isGuessable(password, [values.login, values.name])) return weakPassword
      const passwordHash = await hashPassword(password)
      if (passwordHash === null) return refused('busy')
      const outcome = await people.addUser({ ...values, passwordHash }, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  mountDirectory(app, deps)
}

function mountDirectory(app: AppRouter, deps: Deps): void {
  const { people } = deps.store
  endpoint(
    app,
    deps,
    {
      method: 'get',
      path: '/directory',
      id: 'getDirectory',
      summary: '单位、事项、地点 Agencies, services and sites',
      tag: 'directory',
      may: 'directory.read',
      answer: directorySchema,
    },
    async () => done(await people.directory()),
  )
  endpoint(
    app,
    deps,
    {
      method: 'post',
      path: '/agencies',
      id: 'addAgency',
      summary: '加单位 Add an agency',
      tag: 'directory',
      may: 'directory.manage',
      body: newAgencyBody,
      answer: agencySchema,
      status: 201,
    },
    async ({ at, body }) => {
      const outcome = await people.addAgency(body, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  endpoint(
    app,
    deps,
    {
      method: 'put',
      path: '/services/{id}',
      id: 'changeService',
      summary: '事项派给谁 Who a service goes to',
      tag: 'directory',
      may: 'directory.manage',
      params: z.strictObject({ id: z.string().min(1).max(64) }),
      body: serviceBody,
      answer: serviceSchema,
    },
    async ({ at, body, params }) => {
      const outcome = await people.changeService(params.id, body, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
}
