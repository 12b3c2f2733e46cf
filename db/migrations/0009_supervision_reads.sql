CREATE INDEX `call_backs_by_call` ON `call_backs` (`called_at`) WHERE called_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `call_backs_to_make` ON `call_backs` (`month`) WHERE outcome IS NULL OR outcome = 'unreachable';--> statement-breakpoint
CREATE INDEX `notices_unread` ON `notices` (`agency_id`) WHERE read_at IS NULL AND sent_at IS NOT NULL;