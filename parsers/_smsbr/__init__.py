"""Reading SMS Backup & Restore: what `sms_backup_restore` is built of."""
