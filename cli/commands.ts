import { auditKpisCommand } from './audit-kpis-command.ts'
import type { Command } from './command.ts'
import { importIssuesCommand } from './import-issues-command.ts'
import { importKnowledgeCommand } from './import-knowledge-command.ts'
import { importOutagesCommand } from './import-outages-command.ts'
import { retentionCommands } from './retention.ts'
import { verifyAuditCommand } from './verify-audit.ts'

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  importIssuesCommand,
  importOutagesCommand,
  importKnowledgeCommand,
  auditKpisCommand,
  verifyAuditCommand,
  ...retentionCommands,
]
