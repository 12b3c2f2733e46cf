CREATE TABLE `attachment_bytes` (
	`sha256` text PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`report_id` text,
	`user_id` text,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text NOT NULL,
	`created_at` integer NOT NULL,
	`hidden_at` integer,
	`hidden_reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `attachments_by_issue` ON `attachments` (`issue_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`report_id` text NOT NULL,
	`code` text NOT NULL,
	`body` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`read_at` integer,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `messages_by_report` ON `messages` (`report_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`actor_role` text NOT NULL,
	`action` text NOT NULL,
	`subject_id` text NOT NULL,
	`body` text DEFAULT '{}' NOT NULL,
	`hash` text
);
--> statement-breakpoint
CREATE INDEX `audit_log_by_subject` ON `audit_log` (`subject_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_by_actor` ON `audit_log` (`actor_id`,`id`);--> statement-breakpoint
CREATE TABLE `retention_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`is_dry_run` integer NOT NULL,
	`counts` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `issue_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`agency_id` text,
	`requested_by` text,
	`requested_at` integer NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`decision` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requested_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `issue_requests_by_issue` ON `issue_requests` (`issue_id`,`requested_at`);--> statement-breakpoint
CREATE INDEX `issue_requests_open` ON `issue_requests` (`requested_at`) WHERE status = 'open';--> statement-breakpoint
CREATE TABLE `pauses` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`issue_id` text NOT NULL,
	`round` integer NOT NULL,
	`kind` text NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	`ended_at` integer,
	`due_before_at` integer NOT NULL,
	`due_after_at` integer NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`legal_basis` text DEFAULT '' NOT NULL,
	`requested_by` text,
	`approved_by` text,
	`reporter_told_at` integer,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requested_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`approved_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `pauses_by_issue` ON `pauses` (`issue_id`,`from_at`);--> statement-breakpoint
CREATE TABLE `questions` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`report_id` text,
	`text` text NOT NULL,
	`asked_by` text,
	`asked_at` integer NOT NULL,
	`limit_at` integer NOT NULL,
	`answer` text,
	`outcome` text,
	`ended_at` integer,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `questions_by_issue` ON `questions` (`issue_id`,`asked_at`);--> statement-breakpoint
CREATE TABLE `knowledge_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`serial` integer NOT NULL,
	`title` text NOT NULL,
	`plain_words` text NOT NULL,
	`body` text DEFAULT '' NOT NULL,
	`legal_basis` text DEFAULT '' NOT NULL,
	`duties` text DEFAULT '' NOT NULL,
	`service_id` text,
	`agency_id` text,
	`valid_until_on` text,
	`review_on` text,
	`status` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`source_issue_id` text,
	`created_by` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `knowledge_entries_serial_unique` ON `knowledge_entries` (`serial`);--> statement-breakpoint
CREATE INDEX `knowledge_by_service` ON `knowledge_entries` (`service_id`,`status`);--> statement-breakpoint
CREATE INDEX `knowledge_by_review` ON `knowledge_entries` (`status`,`review_on`);--> statement-breakpoint
CREATE INDEX `knowledge_by_agency` ON `knowledge_entries` (`agency_id`,`status`);--> statement-breakpoint
CREATE TABLE `knowledge_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`entry_id` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`changed_by` text,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`entry_id`) REFERENCES `knowledge_entries`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`changed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `knowledge_versions_by_entry` ON `knowledge_versions` (`entry_id`,`version`);--> statement-breakpoint
CREATE TABLE `notes` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`text` text NOT NULL,
	`entry_id` text,
	`issue_id` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `notes_by_user` ON `notes` (`user_id`,`changed_at`);--> statement-breakpoint
CREATE TABLE `saved_filters` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `saved_filters_by_user` ON `saved_filters` (`user_id`);--> statement-breakpoint
CREATE TABLE `templates` (
	`id` text PRIMARY KEY NOT NULL,
	`service_id` text,
	`purpose` text NOT NULL,
	`outcome` text,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`sms_text` text DEFAULT '' NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`sort_key` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `templates_by_purpose` ON `templates` (`purpose`,`service_id`);--> statement-breakpoint
CREATE TABLE `kpi_days` (
	`kpi` text NOT NULL,
	`day` integer NOT NULL,
	`service_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`site_id` text NOT NULL,
	`exclusion` text NOT NULL,
	`numerator` integer NOT NULL,
	`denominator` integer NOT NULL,
	`excluded` integer NOT NULL,
	PRIMARY KEY(`kpi`, `day`, `service_id`, `agency_id`, `site_id`, `exclusion`)
);
--> statement-breakpoint
CREATE TABLE `kpi_facts` (
	`kpi` text NOT NULL,
	`day` integer NOT NULL,
	`issue_id` text NOT NULL,
	`occurrence` integer NOT NULL,
	`service_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`site_id` text NOT NULL,
	`is_counted` integer NOT NULL,
	`is_in_numerator` integer NOT NULL,
	`exclusion` text DEFAULT '' NOT NULL,
	`minutes` integer,
	PRIMARY KEY(`kpi`, `day`, `issue_id`, `occurrence`)
);
--> statement-breakpoint
CREATE INDEX `kpi_facts_by_issue` ON `kpi_facts` (`issue_id`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `recovery_codes_by_user` ON `recovery_codes` (`user_id`);--> statement-breakpoint
CREATE TABLE `catalogue_suggestions` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`line_id` text,
	`service_id` text NOT NULL,
	`from_agency_id` text,
	`proposed_agency_id` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`decision` text,
	`decided_by` text,
	`decided_at` integer,
	FOREIGN KEY (`decided_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `catalogue_suggestions_by_created` ON `catalogue_suggestions` (`created_at`);--> statement-breakpoint
CREATE TABLE `rule_versions` (
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`kind`, `version`),
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `planned_outages` (
	`id` text PRIMARY KEY NOT NULL,
	`supply_id` text,
	`site_id` text,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	`reason` text NOT NULL,
	`source` text DEFAULT '' NOT NULL,
	`source_number` text,
	`created_at` integer NOT NULL,
	`cancelled_at` integer,
	FOREIGN KEY (`supply_id`) REFERENCES `supplies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `planned_outages_by_until` ON `planned_outages` (`until_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `planned_outages_by_source` ON `planned_outages` (`source`,`source_number`);--> statement-breakpoint
CREATE TABLE `spots` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL,
	`site_id` text,
	`agency_id` text,
	`papers` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `call_backs` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`cause` text NOT NULL,
	`month` text NOT NULL,
	`drawn_at` integer NOT NULL,
	`outcome` text,
	`note` text DEFAULT '' NOT NULL,
	`called_by` text,
	`called_at` integer,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`called_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `call_backs_once` ON `call_backs` (`issue_id`);--> statement-breakpoint
CREATE INDEX `call_backs_by_month` ON `call_backs` (`month`,`called_at`);--> statement-breakpoint
CREATE TABLE `consultation_issues` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`consultation_id` text NOT NULL,
	`issue_id` text NOT NULL,
	`added_at` integer NOT NULL,
	FOREIGN KEY (`consultation_id`) REFERENCES `consultations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `consultation_issues_once` ON `consultation_issues` (`consultation_id`,`issue_id`);--> statement-breakpoint
CREATE INDEX `consultation_issues_by_issue` ON `consultation_issues` (`issue_id`);--> statement-breakpoint
CREATE TABLE `consultations` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`cluster` text NOT NULL,
	`service_id` text,
	`site_id` text,
	`agency_id` text,
	`reasons` text DEFAULT '' NOT NULL,
	`status` text NOT NULL,
	`lead_agency_id` text,
	`due_on` text,
	`plan` text DEFAULT '' NOT NULL,
	`entry_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`planned_at` integer,
	`struck_off_at` integer,
	`struck_off_by` text,
	`strike_off_reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`lead_agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`struck_off_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `consultations_by_status` ON `consultations` (`status`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `consultations_running` ON `consultations` (`cluster`) WHERE status <> 'struck_off';--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`round` integer NOT NULL,
	`rung` text NOT NULL,
	`agency_id` text,
	`copied_to_id` text,
	`body` text DEFAULT '{}' NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`send_at` integer NOT NULL,
	`sent_at` integer,
	`read_by` text,
	`read_at` integer,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`copied_to_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`read_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_once` ON `notices` (`issue_id`,`round`,`rung`) WHERE rung <> 'manual';--> statement-breakpoint
CREATE INDEX `notices_unsent` ON `notices` (`send_at`) WHERE sent_at IS NULL;--> statement-breakpoint
CREATE INDEX `notices_by_agency` ON `notices` (`agency_id`,`sent_at`);--> statement-breakpoint
CREATE INDEX `notices_by_issue` ON `notices` (`issue_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `referrals` (
	`id` text PRIMARY KEY NOT NULL,
	`issue_id` text NOT NULL,
	`third_party_id` text NOT NULL,
	`consent_at` integer NOT NULL,
	`consent_channel` text NOT NULL,
	`text` text NOT NULL,
	`sent_by` text,
	`sent_at` integer NOT NULL,
	`limit_at` integer NOT NULL,
	`status` text NOT NULL,
	`outcome` text DEFAULT '' NOT NULL,
	`outcome_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`third_party_id`) REFERENCES `third_parties`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sent_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `referrals_by_issue` ON `referrals` (`issue_id`);--> statement-breakpoint
CREATE INDEX `referrals_by_status` ON `referrals` (`status`,`limit_at`);--> statement-breakpoint
CREATE TABLE `reply_prints` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`print` text NOT NULL,
	`issue_id` text NOT NULL,
	`agency_id` text,
	`round` integer NOT NULL,
	`replied_at` integer NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reply_prints_by_print` ON `reply_prints` (`print`,`replied_at`);--> statement-breakpoint
CREATE INDEX `reply_prints_by_issue` ON `reply_prints` (`issue_id`);--> statement-breakpoint
CREATE TABLE `third_parties` (
	`id` text PRIMARY KEY NOT NULL,
	`name_zh` text NOT NULL,
	`name_en` text NOT NULL,
	`service_ids` text DEFAULT '' NOT NULL,
	`telephone` text,
	`note` text DEFAULT '' NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
DROP INDEX `issues_by_due`;--> statement-breakpoint
DROP INDEX `issues_by_state`;--> statement-breakpoint
DROP INDEX `issues_by_site`;--> statement-breakpoint
DROP INDEX `issues_by_agency`;--> statement-breakpoint
ALTER TABLE `issues` ADD `serial` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `urgent_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `very_late_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `timer_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `ladder_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `finished_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `since_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `supervision_level` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `consultation` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `is_secret` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `is_test` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `parent_id` text REFERENCES issues(id);--> statement-breakpoint
ALTER TABLE `issues` ADD `repeat_of_id` text REFERENCES issues(id);--> statement-breakpoint
ALTER TABLE `issues` ADD `person_in_charge` text;--> statement-breakpoint
ALTER TABLE `issues` ADD `contact_due_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `contacted_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `planned_at` integer;--> statement-breakpoint
ALTER TABLE `issues` ADD `entry_id` text;--> statement-breakpoint
ALTER TABLE `issues` ADD `spot_id` text;--> statement-breakpoint
ALTER TABLE `issues` ADD `obstacle` text;--> statement-breakpoint
ALTER TABLE `issues` ADD `frozen` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `erased_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `issues_serial_unique` ON `issues` (`serial`);--> statement-breakpoint
CREATE INDEX `issues_by_lead` ON `issues` (`lead_agency_id`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `issues_by_service` ON `issues` (`service_id`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `issues_by_parent` ON `issues` (`parent_id`);--> statement-breakpoint
CREATE INDEX `issues_open_by_due` ON `issues` (`due_at`,`id`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE INDEX `issues_open_by_urgent` ON `issues` (`urgent_at`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE INDEX `issues_open_by_agency` ON `issues` (`agency_id`,`due_at`,`id`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE INDEX `issues_open_by_site` ON `issues` (`site_id`,`due_at`,`id`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE INDEX `issues_open_by_service` ON `issues` (`service_id`,`due_at`,`id`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE INDEX `issues_open_by_state` ON `issues` (`state`,`due_at`,`id`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE INDEX `issues_by_timer` ON `issues` (`timer_at`) WHERE timer_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `issues_by_ladder` ON `issues` (`ladder_at`) WHERE ladder_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `issues_in_consultation` ON `issues` (`consultation`,`received_at`) WHERE consultation <> 'none';--> statement-breakpoint
CREATE INDEX `issues_by_state` ON `issues` (`state`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `issues_by_site` ON `issues` (`site_id`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `issues_by_agency` ON `issues` (`agency_id`,`received_at`,`id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_clock_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`issue_id` text NOT NULL,
	`clock` text NOT NULL,
	`round` integer NOT NULL,
	`rule` text NOT NULL,
	`amount` integer NOT NULL,
	`calendar_version` integer NOT NULL,
	`limits_version` integer DEFAULT 1 NOT NULL,
	`hours_version` integer DEFAULT 1 NOT NULL,
	`started_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`raw_due_at` integer DEFAULT 0 NOT NULL,
	`is_provisional` integer DEFAULT false NOT NULL,
	`stopped_at` integer,
	`stopped_by` text,
	`agency_id` text,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agency_id`) REFERENCES `agencies`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_clock_runs`("id", "issue_id", "clock", "round", "rule", "amount", "calendar_version", "limits_version", "hours_version", "started_at", "due_at", "raw_due_at", "is_provisional", "stopped_at", "stopped_by", "agency_id") SELECT "id", "issue_id", "clock", "round", "rule", "amount", 1, 1, 1, "started_at", "due_at", "due_at", 0, "stopped_at", NULL, NULL FROM `clock_runs`;--> statement-breakpoint
DROP TABLE `clock_runs`;--> statement-breakpoint
ALTER TABLE `__new_clock_runs` RENAME TO `clock_runs`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `clock_runs_by_issue` ON `clock_runs` (`issue_id`);--> statement-breakpoint
CREATE INDEX `clock_runs_provisional` ON `clock_runs` (`is_provisional`) WHERE is_provisional = 1 AND stopped_at IS NULL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `erased_at` integer;--> statement-breakpoint
CREATE INDEX `contacts_by_telephone` ON `contacts` (`telephone`);--> statement-breakpoint
ALTER TABLE `reports` ADD `answer_reason` text;--> statement-breakpoint
ALTER TABLE `reports` ADD `grade` integer;--> statement-breakpoint
ALTER TABLE `reports` ADD `graded_at` integer;--> statement-breakpoint
ALTER TABLE `reports` ADD `excluded_at` integer;--> statement-breakpoint
ALTER TABLE `reports` ADD `left_at` integer;--> statement-breakpoint
CREATE INDEX `reports_by_site` ON `reports` (`site_id`,`created_at`);--> statement-breakpoint
ALTER TABLE `services` ADD `parent_id` text REFERENCES services(id);--> statement-breakpoint
ALTER TABLE `services` ADD `is_public` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `services` ADD `is_active` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `services` ADD `keywords` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `services` ADD `guide` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `services` ADD `hold_minutes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `services` ADD `is_referable` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `agencies` ADD `parent_id` text REFERENCES agencies(id);--> statement-breakpoint
ALTER TABLE `agencies` ADD `is_service_bureau` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `second_factor_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `rights` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_secret` text;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_enabled_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_step` integer;--> statement-breakpoint
CREATE INDEX `issue_events_by_at` ON `issue_events` (`at`);--> statement-breakpoint
UPDATE `issues` SET `serial` = rowid,
  `since_at` = coalesce((SELECT max(`at`) FROM `issue_events` WHERE `issue_id` = `issues`.`id` AND `to_state` IS NOT NULL), `received_at`);--> statement-breakpoint
UPDATE `issues` SET `finished_at` = CASE WHEN `state` IN ('closed', 'not_accepted', 'merged', 'withdrawn', 'confirmed') THEN `since_at` END,
  `timer_at` = CASE WHEN `state` IN ('answered', 'replied') THEN `since_at` WHEN `state` = 'follow_up' THEN `since_at` + 1209600000
    WHEN `state` = 'confirmed' THEN `since_at` + 604800000 END,
  `ladder_at` = CASE WHEN `state` IN ('dispatched', 'signed', 'handling', 'returned', 'received') THEN `since_at` END;--> statement-breakpoint
CREATE VIRTUAL TABLE `issue_terms` USING fts5(`terms`, content='', contentless_delete=1);--> statement-breakpoint
CREATE VIRTUAL TABLE `knowledge_terms` USING fts5(`terms`, content='', contentless_delete=1);
