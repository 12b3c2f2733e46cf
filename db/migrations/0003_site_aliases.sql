ALTER TABLE `sites` ADD `aliases` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `services` SET `keywords` = '停电 没电 断电 没有电 跳闸 电停 停了电 电闸 电表' WHERE `id` = 'power-outage' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `keywords` = '停水 没水 断水 停气 没气 断气 燃气 煤气 水管 漏水 漏气' WHERE `id` = 'water-gas' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `keywords` = '断网 没网 网络 宽带 上不了网 信号' WHERE `id` = 'network' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `keywords` = '审批 许可 执照 办证 没批 批不下来 受理不了' WHERE `id` = 'approval' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `keywords` = '贷款 融资 借款 银行 担保 利息 续贷' WHERE `id` = 'financing' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `keywords` = '用工 招工 招人 上学 入学 社保 孩子' WHERE `id` = 'employment' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `keywords` = '政策 补贴 怎么申请 能不能享受 条件 减免' WHERE `id` = 'policy' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `keywords` = '办不成 办不了 不给办 不受理 推来推去 让我跑 跑了几趟 态度' WHERE `id` = 'not-done' AND `keywords` = '';--> statement-breakpoint
UPDATE `services` SET `guide` = '{"riskZh": "有人触电、电线冒火星，先离远点，打120、119。", "riskEn": "If somebody was shocked or a wire sparks, keep away and call 120 or 119 first."}' WHERE `id` = 'power-outage' AND `guide` = '{}';--> statement-breakpoint
UPDATE `services` SET `guide` = '{"riskZh": "闻到燃气味：别动开关、别打火，到外面再打电话。", "riskEn": "If you smell gas: touch no switch, light nothing, call from outside."}' WHERE `id` = 'water-gas' AND `guide` = '{}';
