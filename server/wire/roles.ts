/** Roles. What each may do stands in one place, the access policy. */
export const ROLES = [
  'administrator',
  'operator',
  'officer',
  'supervisor',
  'window_manager',
  'project_officer',
  'viewer',
] as const
export type Role = (typeof ROLES)[number]

/** Rights beside the role: to look at contact data, each look with a reason; to see secret issues where the role does not. */
export const RIGHTS = ['contacts.view', 'issues.secret'] as const
export type Right = (typeof RIGHTS)[number]
