-- One more word for a trial's and an attempt's state. SQLite cannot alter a check; this is the way its documentation
-- gives for changes that leave the rows as they are. The column that the next migration adds makes others read it anew.

pragma writable_schema = on;
update sqlite_master set sql = replace(sql, '''cancelled'', ''paused'')', '''cancelled'', ''paused'', ''stopped'')')
where type = 'table' and name = 'trial';
update sqlite_master set sql = replace(sql, '''cancelled'', ''returned'')', '''cancelled'', ''returned'', ''stopped'')')
where type = 'table' and name = 'attempt';
pragma writable_schema = reset;
