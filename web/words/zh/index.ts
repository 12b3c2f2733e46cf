import { common } from './common.ts'
import { issue } from './issue.ts'
import { issues } from './issues.ts'
import { nodes } from './nodes.ts'
import { overview } from './overview.ts'
import { rules } from './rules.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { sites } from './sites.ts'
import { spots } from './spots.ts'
import { start } from './start.ts'
import { time } from './time.ts'

export const zh = { common, time, overview, issues, issue, sites, nodes, rules, search, settings, spots, start }
