DELETE FROM `kpi_facts`;--> statement-breakpoint
DELETE FROM `kpi_days`;--> statement-breakpoint
DELETE FROM `settings` WHERE `key` = 'kpis';--> statement-breakpoint
DROP INDEX `kpi_facts_by_bucket`;--> statement-breakpoint
CREATE INDEX `kpi_facts_by_minutes` ON `kpi_facts` (`kpi`,`bucket`,`day`,`minutes`,`service_id`,`agency_id`,`site_id`) WHERE bucket IS NOT NULL;
