/** As much of YAML as a compose file is written in: mappings by indentation, lists in brackets, texts and comments. */
export function parseYaml(text: string): any {
  const root: Record<string, any> = {};
  const open: { indent: number; into: Record<string, any> }[] = [{ indent: -1, into: root }];
  for (const [at, line] of text.split('\n').entries()) {
    const bare = line.replace(/(^|\s)#.*$/, '').trimEnd();
    if (bare === '') continue;
    const [, spaces = '', key = '', value = ''] = /^( *)([\w.-]+):(?: +(.*))?$/.exec(bare) ?? [];
    if (!key) throw new Error(`Line ${at + 1} is no mapping: ${line}`);
    while ((open.at(-1)?.indent ?? -1) >= spaces.length) open.pop();
    const { into } = open.at(-1) as (typeof open)[number];
    if (key in into) throw new Error(`Line ${at + 1} says ${key} again`);
    if (value === '') {
      const inner: Record<string, any> = {};
      into[key] = inner;
      open.push({ indent: spaces.length, into: inner });
    } else into[key] = textOrList(value);
  }
  return root;
}

/** A list of bare words, such as `[/tmp]`, is one too. */
function textOrList(text: string): unknown {
  if (!text.startsWith('[')) return text;
  return text.includes('"') ? JSON.parse(text) : text.slice(1, -1).split(/, */);
}
