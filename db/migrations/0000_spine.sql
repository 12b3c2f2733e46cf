CREATE TABLE `clock_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`issue_id` text NOT NULL,
	`clock` text NOT NULL,
	`round` integer NOT NULL,
	`rule` text NOT NULL,
	`amount` integer NOT NULL,
	`calendar_version` text NOT NULL,
	`started_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`stopped_at` integer,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `clock_runs_by_issue` ON `clock_runs` (`issue_id`);--> statement-breakpoint
CREATE TABLE `contacts` (
	`report_id` text PRIMARY KEY NOT NULL,
	`name` text,
	`telephone` text,
	`is_hidden_from_agency` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `issue_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`issue_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`rule` text,
	`from_state` text,
	`to_state` text,
	`round` integer DEFAULT 1 NOT NULL,
	`actor_role` text NOT NULL,
	`actor_id` text,
	`agency_id` text,
	`body` text DEFAULT '{}' NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`actor_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `issue_events_by_issue` ON `issue_events` (`issue_id`,`id`);--> statement-breakpoint
CREATE TABLE `issues` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`channel` text NOT NULL,
	`kind` text NOT NULL,
	`service_id` text NOT NULL,
	`site_id` text,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`state` text NOT NULL,
	`round` integer DEFAULT 1 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`agency_id` text,
	`lead_agency_id` text,
	`master_id` text,
	`received_at` integer NOT NULL,
	`expected_at` integer,
	`clock` text,
	`clock_started_at` integer,
	`due_at` integer,
	`replied_at` integer,
	`reply_text` text,
	`resolved` text DEFAULT 'none' NOT NULL,
	`resolved_at` integer,
	`confirmed` text DEFAULT 'not_asked' NOT NULL,
	`confirmed_at` integer,
	`evidenced` text DEFAULT 'none' NOT NULL,
	`evidenced_at` integer,
	`power_event_id` text,
	`closed_at` integer,
	`subscriber_count` integer DEFAULT 0 NOT NULL,
	`return_count` integer DEFAULT 0 NOT NULL,
	`transfer_count` integer DEFAULT 0 NOT NULL,
	`rework_count` integer DEFAULT 0 NOT NULL,
	`reopen_count` integer DEFAULT 0 NOT NULL,
	`source` text,
	`source_number` text,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lead_agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`master_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `issues_number_unique` ON `issues` (`number`);--> statement-breakpoint
CREATE INDEX `issues_by_received` ON `issues` (`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `issues_by_state` ON `issues` (`state`,`received_at`);--> statement-breakpoint
CREATE INDEX `issues_by_due` ON `issues` (`due_at`);--> statement-breakpoint
CREATE INDEX `issues_by_site` ON `issues` (`site_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `issues_by_agency` ON `issues` (`agency_id`,`state`);--> statement-breakpoint
CREATE INDEX `issues_by_master` ON `issues` (`master_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `issues_by_power_event` ON `issues` (`power_event_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `issues_by_source` ON `issues` (`source`,`source_number`);--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`issue_id` text NOT NULL,
	`site_id` text,
	`place` text DEFAULT '' NOT NULL,
	`text` text DEFAULT '' NOT NULL,
	`channel` text NOT NULL,
	`is_primary` integer NOT NULL,
	`answer` text DEFAULT 'not_asked' NOT NULL,
	`answered_at` integer,
	`answer_text` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reports_number_unique` ON `reports` (`number`);--> statement-breakpoint
CREATE INDEX `reports_by_issue` ON `reports` (`issue_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `services` (
	`id` text PRIMARY KEY NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL,
	`kind` text NOT NULL,
	`clock_class` text NOT NULL,
	`agency_id` text,
	`is_auto_dispatched` integer DEFAULT false NOT NULL,
	`is_supply_outage` integer DEFAULT false NOT NULL,
	`sort_key` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tracking_tokens` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `live_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`site_id` text,
	`body` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `live_events_by_at` ON `live_events` (`at`);--> statement-breakpoint
CREATE TABLE `agencies` (
	`id` text PRIMARY KEY NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL,
	`is_outside_party` integer DEFAULT false NOT NULL,
	`telephone` text
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`address` text,
	`agent` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`subject` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`agency_id` text,
	`password_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`disabled_at` integer,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_login_unique` ON `users` (`login`);--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`id` integer PRIMARY KEY NOT NULL,
	`beat_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL,
	`kind` text NOT NULL,
	`address` text DEFAULT '' NOT NULL,
	`supply_id` text,
	`merchant_count` integer,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`supply_id`) REFERENCES `supplies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sites_by_supply` ON `sites` (`supply_id`);--> statement-breakpoint
CREATE TABLE `supplies` (
	`id` text PRIMARY KEY NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `boots` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` text NOT NULL,
	`boot` text NOT NULL,
	`up_to` integer NOT NULL,
	`highest` integer NOT NULL,
	`first_received_at` integer NOT NULL,
	`last_received_at` integer NOT NULL,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `boots_by_node` ON `boots` (`node_id`,`boot`);--> statement-breakpoint
CREATE TABLE `commands` (
	`id` text PRIMARY KEY NOT NULL,
	`node_id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`result` text,
	`message` text,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `commands_by_node` ON `commands` (`node_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` text NOT NULL,
	`connection` text NOT NULL,
	`boot` text NOT NULL,
	`start_id` text NOT NULL,
	`uptime_ms` integer NOT NULL,
	`start_reason` text NOT NULL,
	`born_at` integer NOT NULL,
	`died_at` integer,
	`death_reason` text,
	`verdict` text
);
--> statement-breakpoint
CREATE INDEX `connections_by_node` ON `connections` (`node_id`,`born_at`);--> statement-breakpoint
CREATE TABLE `current_values` (
	`metric_id` integer PRIMARY KEY NOT NULL,
	`effective_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`boot_id` integer NOT NULL,
	`sequence` integer NOT NULL,
	`value` real,
	`text` text,
	`flags` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `deadlines` (
	`metric_id` integer PRIMARY KEY NOT NULL,
	`due_at` integer NOT NULL,
	`fired_at` integer
);
--> statement-breakpoint
CREATE INDEX `deadlines_by_due` ON `deadlines` (`due_at`);--> statement-breakpoint
CREATE TABLE `devices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` text NOT NULL,
	`name` text NOT NULL,
	`display_name` text,
	`site_id` text,
	`dialect` text NOT NULL,
	`driver` text NOT NULL,
	`powered_by` text,
	`declared_volts` real,
	`phases` text DEFAULT '' NOT NULL,
	`power_state` text,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `devices_by_node` ON `devices` (`node_id`,`name`);--> statement-breakpoint
CREATE INDEX `devices_by_site` ON `devices` (`site_id`);--> statement-breakpoint
CREATE TABLE `gaps` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`boot_id` integer NOT NULL,
	`node_id` text NOT NULL,
	`from_sequence` integer NOT NULL,
	`to_sequence` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`closed_at` integer,
	`outcome` text NOT NULL,
	FOREIGN KEY (`boot_id`) REFERENCES `boots`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `gaps_by_node` ON `gaps` (`node_id`,`seen_at`);--> statement-breakpoint
CREATE INDEX `gaps_by_boot` ON `gaps` (`boot_id`,`outcome`);--> statement-breakpoint
CREATE TABLE `metrics` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`device_id` integer NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`unit` text NOT NULL,
	`deadband` real NOT NULL,
	`period_ms` integer NOT NULL,
	`maximum_silence_ms` integer NOT NULL,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `metrics_by_device` ON `metrics` (`device_id`,`name`);--> statement-breakpoint
CREATE TABLE `nodes` (
	`id` text PRIMARY KEY NOT NULL,
	`display_name` text NOT NULL,
	`site_id` text,
	`key_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	`powered_by` text,
	`software` text,
	`connection` text,
	`born_at` integer,
	`died_at` integer,
	`death_reason` text,
	`last_seen_at` integer,
	`start_id` text,
	`outbox_percent` real,
	`outbox_hours_left` real,
	`outbox_megabytes` real,
	`held_count` integer,
	`clock_skew_ms` real,
	`is_clock_synced` integer,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `nodes_by_site` ON `nodes` (`site_id`);--> statement-breakpoint
CREATE TABLE `power_events` (
	`id` text PRIMARY KEY NOT NULL,
	`site_id` text,
	`device_id` integer NOT NULL,
	`phase` text NOT NULL,
	`kind` text NOT NULL,
	`start_min_at` integer NOT NULL,
	`start_max_at` integer NOT NULL,
	`end_min_at` integer,
	`end_max_at` integer,
	`residual_volts` real,
	`resolution_ms` integer NOT NULL,
	`class` text,
	`is_noticed` integer NOT NULL,
	`evidence` text NOT NULL,
	`evidence_body` text DEFAULT '{}' NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`superseded_at` integer,
	`found_at` integer NOT NULL,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `power_events_by_site` ON `power_events` (`site_id`,`start_max_at`);--> statement-breakpoint
CREATE INDEX `power_events_by_device` ON `power_events` (`device_id`,`start_max_at`);--> statement-breakpoint
CREATE INDEX `power_events_running` ON `power_events` (`end_max_at`,`kind`);--> statement-breakpoint
CREATE TABLE `quarantined` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` text NOT NULL,
	`topic` text NOT NULL,
	`received_at` integer NOT NULL,
	`reason` text NOT NULL,
	`boot` text,
	`sequence` integer,
	`ix` integer,
	`size` integer NOT NULL,
	`sha256` text,
	`bytes` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quarantined_by_node` ON `quarantined` (`node_id`,`received_at`);--> statement-breakpoint
CREATE TABLE `samples` (
	`metric_id` integer NOT NULL,
	`device_at` integer NOT NULL,
	`boot_id` integer NOT NULL,
	`sequence` integer NOT NULL,
	`ix` integer NOT NULL,
	`received_at` integer NOT NULL,
	`clock_quality` integer NOT NULL,
	`value` real,
	`text` text,
	`flags` integer NOT NULL,
	`is_backfill` integer NOT NULL,
	PRIMARY KEY(`metric_id`, `device_at`, `boot_id`, `sequence`, `ix`)
) WITHOUT ROWID;
