ALTER TABLE `issues` ADD `places` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `issues` SET `places` = coalesce((SELECT group_concat(`place`, ' ') FROM `reports` WHERE `issue_id` = `issues`.`id` AND `place` <> ''), '');
