-- What support people have a right to: their own, else that of their organisation. Rules ask for it.
alter table organisations add column level text;
alter table people add column level text;
