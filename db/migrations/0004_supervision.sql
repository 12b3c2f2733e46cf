CREATE TABLE `call_back_draws` (
	`month` text PRIMARY KEY NOT NULL,
	`seed` text NOT NULL,
	`population_count` integer NOT NULL,
	`drawn_count` integer NOT NULL,
	`drawn_at` integer NOT NULL
);
--> statement-breakpoint
DROP INDEX `reply_prints_by_issue`;--> statement-breakpoint
ALTER TABLE `reply_prints` ADD `same_as_id` text;--> statement-breakpoint
ALTER TABLE `reply_prints` ADD `share_permille` integer;--> statement-breakpoint
CREATE INDEX `reply_prints_same` ON `reply_prints` (`replied_at`) WHERE same_as_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reply_prints_last_moment` ON `reply_prints` (`replied_at`) WHERE share_permille BETWEEN 950 AND 1000;--> statement-breakpoint
CREATE INDEX `reply_prints_by_issue` ON `reply_prints` (`issue_id`,`replied_at`);--> statement-breakpoint
CREATE INDEX `issue_events_of_note` ON `issue_events` (`at`) WHERE rule IN ('T4', 'T5', 'T6', 'T19', 'T25');--> statement-breakpoint
CREATE INDEX `issues_supervised` ON `issues` (`supervision_level`,`due_at`) WHERE finished_at IS NULL AND supervision_level > 0;--> statement-breakpoint
CREATE INDEX `issues_contradicted` ON `issues` (`evidenced_at`) WHERE evidenced = 'contradicts';--> statement-breakpoint
CREATE INDEX `reports_not_solved` ON `reports` (`answered_at`) WHERE answer = 'no' AND is_primary = 0;--> statement-breakpoint
CREATE INDEX `notices_by_copy` ON `notices` (`copied_to_id`,`sent_at`) WHERE copied_to_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `notices_by_sent` ON `notices` (`sent_at`) WHERE sent_at IS NOT NULL;