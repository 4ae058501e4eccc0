import { describe, expect, it } from 'vitest';
import { guardCondition, guardQuery } from './guard-query.ts';

describe('the tenant guard', () => {
  it('limits every guarded table to the organisation', () => {
    expect(guardQuery("select count() from @requests as r where path = '@requests'")).toBe(
      "select count() from (select * from requests where org_id = {org:String}) as r where path = '@requests'",
    );
  });

  it.each([
    ['a common table', 'with x as (select 1 as a from @requests) select * from x'],
    ['a scalar', 'with (select max(at) from @requests) as newest select newest'],
    ['a join', 'select * from @requests r left join @measurements m on r.shop_id = m.shop_id'],
    ['an array join', 'select c from @requests array join categories as c'],
    ['a membership', "select 1 from @requests where path in ('a', 'b') and agent in {agents:Array(String)} and 1 in (select 1)"],
    ['numbers', 'select number from numbers(10)'],
    ['a text in a text function', "select trim(both ' ' from ' a '), path from @requests where path != '‘quoted’ $1 é'"],
    ['words of text functions', "select trim(both ' ' from path), extract(year from at) from @requests"],
    ['a literal that looks like a table', "select 'requests; drop table x' from @requests"],
    ['a comment', 'select 1 /* requests */ from @requests -- system.tables'],
    ['a window', 'select count() over (partition by actor order by at range between 600 preceding and current row) from @requests'],
    ['a list with an alias', 'select a.x, b.y from (select 1 as x) as a, (select 2 as y) as b'],
  ])('lets %s through', (_, sql) => {
    expect(() => guardQuery(sql)).not.toThrow();
  });

  it.each([
    ['a bare table', 'select * from requests'],
    ['a table in other letters', 'select * from REQUESTS'],
    ['a table of a database', 'select * from default.requests'],
    ['a table in backquotes', 'select * from `requests`'],
    ['a table in double quotes', 'select * from "requests"'],
    ['an unknown table', 'select * from secrets'],
    ['an unknown guarded table', 'select * from @secrets'],
    ['a second table in a list', 'select * from @requests, requests2'],
    ['a system table', 'select * from system.tables'],
    ['a table in a list after a sub-select', 'select * from (select 1) as x, other'],
    ['a joined table', 'select * from @requests join other using (shop_id)'],
    ['a table as a set', 'select 1 where 1 in other'],
    ['a table by parameter', 'select * from {t:Identifier}'],
    ['the tenant by parameter', 'select {org:String}'],
    ['several statements', 'select 1; select 2'],
    ['another statement', 'insert into requests select 1'],
    ['a dropped table', 'drop table requests'],
    ['a comment that hides', 'select * from /* @ */ requests'],
    ['a file', "select * from file('/etc/passwd')"],
    ['a file as a scalar', "select file('/etc/passwd')"],
    ['a url', "select * from url('http://example.test/', CSV)"],
    ['a url in other letters', "select * from URL ('http://example.test/', CSV)"],
    ['a bucket', "select * from s3('https://example.test/x')"],
    ['another server', "select * from remote('127.0.0.1', default, requests)"],
    ['a cluster', "select * from cluster('c', 'default', 'x')"],
    ['another database', "select * from mysql('h', 'd', 't', 'u', 'p')"],
    ['a merge of tables', "select * from merge('default', '.*')"],
    ['a program', "select * from executable('id', TSV, 'x String')"],
    ['a dictionary', "select dictGet('d', 'a', 1)"],
    ['a join table', "select joinGet('t', 'a', 1)"],
    ['a file to write', "select 1 into outfile '/tmp/x'"],
    ['a format', 'select 1 format CSV'],
    ['settings', 'select 1 settings max_memory_usage = 0'],
    ['an unfinished quote', "select 'abc"],
    ['a heredoc', 'select $$ requests $$'],
    ['an explanation', 'explain select 1'],
    ['a function whose name has escapes', "select `fil\\x65`('/etc/passwd')"],
    ['a function in quotes', "select `lower`('A')"],
    ['a table whose name has escapes', 'select 1 where in(1, `re\\x71uests`)'],
    ['quotes that only the engine reads as such', "select ‘ ' ’, (select count() from requests), ‘ ' ’"],
    ['curly quotes around names', 'select “path” from @requests'],
    ['a sign that SQL does not need', 'select path ~ 1 from @requests'],
    ['nothing', ''],
  ])('refuses %s', (_, sql) => {
    expect(() => guardQuery(sql)).toThrow(expect.objectContaining({ code: 'TELEMETRY_QUERY_UNGUARDED' }));
  });

  it.each([
    '1) or (1',
    'at < now()) or (1 = 1',
    '',
    'path in (select path from @requests)',
    '1; drop table requests',
    'org_id = {org:String}',
  ])('refuses the condition %j', (where) => {
    expect(() => guardCondition(where)).toThrow(expect.objectContaining({ code: 'TELEMETRY_QUERY_UNGUARDED' }));
  });

  it('takes an ordinary condition', () => {
    expect(guardCondition('shop_id = {shop:String} and (at < {before:DateTime64(3)} or status = 200)')).toContain('shop_id');
  });
});
