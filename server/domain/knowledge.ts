/** Where an entry stands: only a published one may be answered from. */
export const ENTRY_STATUSES = ['proposed', 'published', 'retired'] as const
export type EntryStatus = (typeof ENTRY_STATUSES)[number]

/** `published`; of these `stale` (review date passed) or `expired`; `proposed`, `retired`, or all that may be seen. */
export const ENTRY_SCOPES = ['published', 'stale', 'expired', 'proposed', 'retired', 'all'] as const

/** What a wording is for. */
export const TEMPLATE_PURPOSES = ['reply', 'answer', 'question', 'return', 'not_accepted', 'explanation'] as const
export type TemplatePurpose = (typeof TEMPLATE_PURPOSES)[number]

/** Of a reply: what it says about the trouble. */
export const TEMPLATE_OUTCOMES = ['yes', 'partly', 'planned', 'no'] as const
export type TemplateOutcome = (typeof TEMPLATE_OUTCOMES)[number]

/** Placeholders a page fills in by itself, by their Chinese names as they stand in `{…}`. */
export const KNOWN_PLACEHOLDERS = ['编号', '地点', '摊位', '事项', '单位', '到期日', '今天'] as const
