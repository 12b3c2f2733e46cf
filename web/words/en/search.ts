import type { Words } from '../words.ts'

export const search: Words['search'] = {
  label: 'Search',
  placeholder: 'Issues, markets, merchants, policies',
  kinds: { issues: 'Issues', knowledge: 'Knowledge', sites: 'Places' },
  hint: (count) => (count === 0 ? 'Nothing found' : `${count} found`),
  asking: 'Searching',
  none: (text) => `Nothing found for “${text}”. Try other words, or fewer.`,
  failed: 'No connection. Press a key again in a moment.',
  all: (text) => `Find “${text}” in the issues`,
  expired: 'expired',
  reviewDue: 'review due',
}
