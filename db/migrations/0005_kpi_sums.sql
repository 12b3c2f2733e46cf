DROP TABLE `kpi_days`;--> statement-breakpoint
DROP TABLE `kpi_facts`;--> statement-breakpoint
CREATE TABLE `kpi_days` (
	`kpi` text NOT NULL,
	`service_id` text NOT NULL,
	`agency_id` text NOT NULL,
	`site_id` text NOT NULL,
	`day` integer NOT NULL,
	`exclusion` text NOT NULL,
	`bucket` integer NOT NULL,
	`numerator` integer NOT NULL,
	`denominator` integer NOT NULL,
	`excluded` integer NOT NULL,
	PRIMARY KEY(`kpi`, `service_id`, `agency_id`, `site_id`, `day`, `exclusion`, `bucket`)
) WITHOUT ROWID;
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
	`bucket` integer,
	`until_day` integer,
	`pending_at` integer,
	PRIMARY KEY(`kpi`, `day`, `issue_id`, `occurrence`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `kpi_facts_by_issue` ON `kpi_facts` (`issue_id`);--> statement-breakpoint
CREATE INDEX `kpi_facts_by_site` ON `kpi_facts` (`site_id`,`kpi`,`day`);--> statement-breakpoint
CREATE INDEX `kpi_facts_pending` ON `kpi_facts` (`pending_at`) WHERE pending_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `kpi_facts_by_bucket` ON `kpi_facts` (`kpi`,`bucket`,`day`,`minutes`) WHERE bucket IS NOT NULL;--> statement-breakpoint
CREATE INDEX `kpi_facts_lasting` ON `kpi_facts` (`kpi`,`until_day`) WHERE until_day IS NOT NULL;
