CREATE INDEX `issues_by_day_number` ON `issues` (substr(number, 1, 12), cast(substr(number, 13) AS integer));
