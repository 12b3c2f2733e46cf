DROP INDEX `notices_unread`;--> statement-breakpoint
CREATE INDEX `notices_unread` ON `notices` (`agency_id`,`sent_at`) WHERE read_at IS NULL;