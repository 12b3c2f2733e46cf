ALTER TABLE `knowledge_entries` ADD `source` text;--> statement-breakpoint
ALTER TABLE `knowledge_entries` ADD `source_number` text;--> statement-breakpoint
CREATE INDEX `knowledge_by_validity` ON `knowledge_entries` (`status`,`valid_until_on`);--> statement-breakpoint
CREATE UNIQUE INDEX `knowledge_by_source` ON `knowledge_entries` (`source`,`source_number`);--> statement-breakpoint
CREATE INDEX `issues_ended_by_site` ON `issues` (`site_id`,`finished_at`) WHERE finished_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `issues_by_entry` ON `issues` (`entry_id`,`round`) WHERE entry_id IS NOT NULL;