import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { directorySchema, newAgencyBody, newUserBody, userSchema } from '../wire/people.ts'
import { done, refused } from '../wire/refusal.ts'
import type { AppRouter } from './app-env.ts'
import { endpoint } from './endpoint.ts'
import { hashPassword } from './password-hash.ts'
import { isGuessable } from './password-rules.ts'
import { mountPeopleChanges } from './people-change.ts'
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
    async ({ at, user, body }) => {
      const { password, ...values } = body
      if (isGuessable(password, [values.login, values.name])) return weakPassword
      const passwordHash = await hashPassword(password)
      if (passwordHash === null) return refused('busy')
      const outcome = await people.addUser({ ...values, passwordHash }, user, at)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
  mountPeopleChanges(app, deps)
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
    async ({ at, user, body }) => {
      const outcome = await people.addAgency(body, at, user)
      if (outcome.ok) deps.live.wake()
      return outcome
    },
  )
}
