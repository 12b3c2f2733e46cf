CREATE TABLE `short_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`report_id` text,
	`issue_id` text,
	`agency_id` text,
	`created_at` integer NOT NULL,
	`created_by` text,
	`ends_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `short_links_by_issue` ON `short_links` (`issue_id`);--> statement-breakpoint
CREATE INDEX `short_links_by_end` ON `short_links` (`ends_at`);