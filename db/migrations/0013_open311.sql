CREATE TABLE `open311_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`key_hash` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `open311_keys_key_hash_unique` ON `open311_keys` (`key_hash`);--> statement-breakpoint
CREATE TABLE `open311_requests` (
	`issue_id` text PRIMARY KEY NOT NULL,
	`key_id` text NOT NULL,
	`latitude` real,
	`longitude` real,
	`address` text DEFAULT '' NOT NULL,
	`media_urls` text DEFAULT '[]' NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`key_id`) REFERENCES `open311_keys`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `open311_updates` (
	`key_id` text NOT NULL,
	`update_id` text NOT NULL,
	`issue_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer,
	PRIMARY KEY(`key_id`, `update_id`),
	FOREIGN KEY (`key_id`) REFERENCES `open311_keys`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `open311_updates_unseen` ON `open311_updates` (`created_at`) WHERE seen_at IS NULL;--> statement-breakpoint
ALTER TABLE `sites` ADD `latitude` real;--> statement-breakpoint
ALTER TABLE `sites` ADD `longitude` real;