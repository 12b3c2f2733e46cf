import { session } from '../lib/desk.ts'

const SUPERVISORS = ['administrator', 'supervisor']

/** Whether this person decides, reminds and calls back. */
export const isSupervisor = (): boolean => SUPERVISORS.includes(session()?.user.role ?? '')
