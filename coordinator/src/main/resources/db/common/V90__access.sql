-- Who may ask for what: tokens and the sessions of the web page, neither of which can be told from what is stored, and
-- an account of who asked for which change. A name is given once, so that the account stays plain.

create table api_token (
  name       text   not null primary key,
  hash       text   not null,
  role       text   not null check (role in ('read', 'submit', 'admin')),
  created_at bigint not null,
  created_by text   not null,
  expires_at bigint,
  revoked_at bigint
);

create table web_session (
  hash       text   not null primary key,
  token      text   not null references api_token (name),
  begun_at   bigint not null,
  expires_at bigint not null
);

create table audit (
  id      ${id}  not null primary key,
  asked   bigint references audit (id),
  at      bigint not null,
  who     text   not null,
  role    text   not null,
  address text   not null,
  action  text   not null,
  target  text   not null,
  outcome text   not null
);
create index audit_by_question on audit (asked);
