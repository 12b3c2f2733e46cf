import { judgeEvidence } from './issue-evidence-judge.ts'
import { tellInterruptions } from './issue-from-power.ts'
import { passTime } from './issue-timers.ts'
import type { Lane } from './issues.ts'
import type { StorePorts } from './ports.ts'

/** What happens to issues without a person: each gives how many it changed, and may run twice or beside itself. */
export function createIssueJobs(ports: StorePorts, lane: Lane) {
  return {
    tellInterruptions: (at: number): Promise<number> => tellInterruptions(ports, lane, at),
    judgeEvidence: (at: number, withSettled?: boolean): Promise<number> => judgeEvidence(ports, at, withSettled),
    passTime: (at: number): Promise<number> => passTime(ports, at),
  }
}
