-- Two more words for a trial's and an attempt's state. SQLite cannot alter a check; this is the way its documentation
-- gives for changes that leave the rows as they are. The column that the next migration adds makes others read it anew.

pragma writable_schema = on;
update sqlite_master set sql = replace(sql, '''failed'', ''cancelled'')', '''failed'', ''cancelled'', ''paused'')')
where type = 'table' and name = 'trial';
update sqlite_master set sql = replace(sql, '''expired'', ''cancelled'')', '''expired'', ''cancelled'', ''returned'')')
where type = 'table' and name = 'attempt';
pragma writable_schema = reset;
