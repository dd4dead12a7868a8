-- The roles of the two sides, for a database that the role docket owns. An administrator runs this once, in that database,
-- before the sides are started; then each role is given its password (\password docket_command). One process that is started
-- with spring.flyway.user and .password of the owner brings the tables up to date, and gives the roles their rights.
do $$
begin
  if not exists (select from pg_roles where rolname = 'docket_command') then
    create role docket_command login;
  end if;
  if not exists (select from pg_roles where rolname = 'docket_query') then
    create role docket_query login;
  end if;
end $$;

-- The owner gives read models to the query side, and goes on changing them in migrations.
grant docket_query to docket;

-- Nobody else connects, and nobody else makes tables.
do $$
begin
  execute format('revoke connect on database %I from public', current_database());
  execute format('grant connect on database %I to docket, docket_command, docket_query', current_database());
  -- For the schema in which read models are made anew.
  execute format('grant create on database %I to docket', current_database());
end $$;
revoke create on schema public from public;
grant usage, create on schema public to docket;
