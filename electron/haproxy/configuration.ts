/** The balancer's configuration as text: from a front's shape and what stands behind it. HAProxy 2.6 and newer. */
import {
  colours,
  isSamePort,
  type Backends,
  type Colour,
  type Entrance,
  type FrontedService,
  type FrontShape,
  type Traffic,
} from '../../shared/domain/front.ts';
import { latencyBoundsMs, noLatencies } from '../../shared/domain/latency.ts';
import { fail } from '../../shared/problem.ts';
import { backendOf, certificateFile, cookieName, latencyTable, nobody, slotName, trafficFile } from './names.ts';

/** Without a limit HAProxy takes memory for as many files as it may open, which can be a million; each connection takes two. */
const mostFiles = 40_000;
/** As far as the sample that decides on a share: `rand(100)` is 0 to 99. */
const hundred = 100;

/** The map that says where the traffic goes: the one thing that a switch changes. */
export const trafficMap = ({ stable, canary, share }: Traffic): string =>
  `stable ${stable}\ncanary ${canary ?? 'none'}\nshare ${String(share)}\n`;

/**
 * The whole configuration. A container is named, not numbered: the balancer asks the engine's own name server for its
 * address, so that one that was restarted elsewhere is found again while no Slipway runs.
 */
export function configurationOf(shape: FrontShape, backends: Backends): string {
  const sections = [
    ...head(shape),
    ...shape.entrances.map((entrance) => entranceSection(shape, entrance)),
    ...shape.services.flatMap((service) => colours.map((colour) => backendSection(shape, service, colour, backends))),
  ];
  return `${sections.map(([title, ...lines]) => [title, ...lines.map((line) => `  ${line}`)].join('\n')).join('\n\n')}\n`;
}

const head = ({ adminPort }: FrontShape): string[][] => [
  [
    'global',
    `fd-hard-limit ${String(mostFiles)}`,
    `stats socket ipv4@127.0.0.1:${String(adminPort)} level admin`,
    // The engine keeps its session open: opening one costs more than a switch.
    'stats timeout 1d',
  ],
  [
    'defaults',
    'timeout connect 2s',
    'timeout client 10m',
    'timeout server 10m',
    'timeout queue 10s',
    'timeout http-request 30s',
    'timeout http-keep-alive 60s',
    // WebSockets and other upgraded connections, which may say nothing for long.
    'timeout tunnel 1h',
    'timeout check 1s',
    'retries 3',
    'option redispatch 1',
    // An interval is also how long a check may take to connect. One that is full for a moment takes a second, until its
    // kernel hears of the connection again: called down, everybody would be turned away from the only one there is.
    'default-server check inter 2s fastinter 250ms downinter 250ms fall 3 rise 1 resolvers engine init-addr none resolve-prefer ipv4',
  ],
  [
    'resolvers engine',
    'nameserver engine 127.0.0.11:53',
    'resolve_retries 3',
    'timeout resolve 500ms',
    'timeout retry 200ms',
    'hold valid 500ms',
    'hold nx 2s',
    // A name server that is away says nothing about the containers: their checks do, and no healthy one is dropped for
    // it. Not for ever: the address of one that died meanwhile may be given to another.
    'hold timeout 10m',
    'hold refused 10m',
  ],
  // An entry for each backend, with one counter for each bound of latency. Entries never expire: they are the counters.
  [`backend ${latencyTable}`, `stick-table type string len 255 size 10k store gpc(${String(noLatencies.length)})`],
];

function entranceSection(shape: FrontShape, { port, mode, tls, routes }: Entrance): string[] {
  const bind = `bind :${String(port)}${tls ? ` ssl crt ${certificateFile} alpn h2,http/1.1` : ''}`;
  const title = `frontend in.${String(port)}`;
  const served = routes.map((route) => ({ ...route, to: `${backendPrefix(route)}.%[var(txn.side)]` }));
  if (mode === 'tcp') {
    const [only] = served;
    return [
      title,
      bind,
      'mode tcp',
      ...sideRules('tcp-request content', only ? fallbackRules(only) : []),
      ...(only ? [`use_backend ${only.to}`] : []),
    ];
  }
  const sticky = routes.some((route) => shape.services.some((one) => isSamePort(one, route) && one.sticky));
  const named = served.filter(({ hosts }) => hosts.length > 0);
  const rest = served.find(({ hosts }) => hosts.length === 0);
  return [
    title,
    bind,
    'mode http',
    'option forwardfor',
    `http-request set-header X-Forwarded-Proto ${tls ? 'https' : 'http'}`,
    'http-request set-var(txn.begun) date(0,us)',
    ...sideRules('http-request', [
      ...(sticky ? stickyRules : []),
      ...named.flatMap((route) => fallbackRules(route, asksFor(route.hosts))),
      ...(rest ? fallbackRules(rest, named.map(({ hosts }) => `!${asksFor(hosts)}`).join(' ')) : []),
      ...testerRules(shape),
    ]),
    ...named.map(({ hosts, to }) => `use_backend ${to} if ${asksFor(hosts)}`),
    ...(rest ? [`use_backend ${rest.to}`] : []),
  ];
}

const asksFor = (hosts: readonly string[]): string =>
  `{ req.hdr(host),field(1,:) -i -- ${hosts.map(quoted).join(' ')} }`;

/**
 * Where nobody of the canary is there, the stable side answers: its share would be turned away. Not for testers, who
 * would take what they see for what they asked for.
 */
const fallbackRules = (route: { service: string; container: number }, only = ''): string[] =>
  colours.map((colour) =>
    `set-var(txn.side) var(txn.stable) if { var(txn.side) -m str ${colour} } { nbsrv(${backendOf(route, colour)}) eq 0 } ${only}`.trimEnd(),
  );

/** Which colour this one request, or connection, goes to. */
const sideRules = (on: string, more: readonly string[]): string[] =>
  [
    `set-var(txn.stable) str(stable),map(${trafficFile},${colours[0]})`,
    `set-var(txn.canary) str(canary),map(${trafficFile},none)`,
    // A number of one word: the map holds words, so it is made one by counting with it.
    `set-var(txn.share) str(share),map(${trafficFile},0),add(0)`,
    `set-var(txn.drawn) rand(${String(hundred)}),sub(txn.share)`,
    'set-var(txn.side) var(txn.stable)',
    'set-var(txn.side) var(txn.canary) if { var(txn.drawn) -m int lt 0 }',
    ...more,
  ].map((rule) => `${on} ${rule}`);

/** Who was with one side stays there, as long as that side gets anything at all. */
const stickyRules = [
  `set-var(txn.kept) req.cook(${cookieName}),field(1,.)`,
  'set-var(txn.side) var(txn.canary) if { var(txn.share) -m int gt 0 } { var(txn.kept),strcmp(txn.canary) eq 0 }',
  `set-var(txn.side) var(txn.stable) if { var(txn.share) -m int lt ${String(hundred)} } { var(txn.kept),strcmp(txn.stable) eq 0 }`,
];

const testerRules = ({ testers }: FrontShape): string[] =>
  testers === null
    ? []
    : [
        `set-var(txn.side) var(txn.canary) if !{ var(txn.canary) -m str none } { ${
          testers.by === 'header' ? 'req.hdr' : 'req.cook'
        }(${testers.name}) -m str -- ${quoted(testers.value)} }`,
      ];

function backendSection(shape: FrontShape, one: FrontedService, colour: Colour, backends: Backends): string[] {
  const hosts = backends[colour]?.find((backend) => isSamePort(one, backend))?.hosts ?? [];
  const http = one.mode === 'http';
  return [
    `backend ${backendOf(one, colour)}`,
    `mode ${one.mode}`,
    'balance leastconn',
    // What may have had an effect is never sent twice; a connection that did not come about had none.
    ...(http
      ? ['retry-on conn-failure empty-response', 'http-request disable-l7-retry unless METH_GET or { method HEAD }']
      : []),
    ...(http && one.checkPath !== null ? [`option httpchk GET ${quoted(one.checkPath)}`] : []),
    ...(http ? latencyRules : []),
    ...(one.sticky && http ? [`cookie ${cookieName} insert indirect nocache httponly`] : []),
    ...Array.from({ length: shape.slots }, (_, index) => slotLine(one, colour, index, hosts[index])),
  ];
}

function slotLine(one: FrontedService, colour: Colour, index: number, host: string | undefined): string {
  const name = slotName(index);
  const cookie = one.sticky && one.mode === 'http' ? ` cookie ${colour}.${name}` : '';
  return `server ${name} ${host ?? nobody}:${String(one.container)}${cookie}${host === undefined ? ' disabled' : ''}`;
}

/** Most answers are quick: their search ends after the first few bounds. */
const quickBounds = 6;

/** Counts each answer in the bound that it stayed under. The balancer keeps means only, and a percentile is no mean. */
const latencyRules: string[] = [
  'http-response set-var(txn.took) date(0,us),sub(txn.begun)',
  `http-response track-sc0 be_name table ${latencyTable}`,
  ...noLatencies.flatMap((_, index) => {
    const from = (latencyBoundsMs[index - 1] ?? 0) * 1000;
    const to = latencyBoundsMs[index];
    const range =
      to === undefined
        ? `ge ${String(from)}`
        : index === 0
          ? `lt ${String(to * 1000)}`
          : `${String(from)}:${String(to * 1000 - 1)}`;
    const rule = `http-response sc-inc-gpc(${String(index)},0) if { var(txn.took) -m int ${range} }`;
    return index === quickBounds - 1 && to !== undefined
      ? [rule, `http-response allow if { var(txn.took) -m int lt ${String(to * 1000)} }`]
      : [rule];
  }),
];

const backendPrefix = (one: { service: string; container: number }): string =>
  backendOf(one, colours[0]).slice(0, -colours[0].length - 1);

/** A word of the configuration, whatever it contains; weak quoting would still expand variables. A line cannot be quoted. */
function quoted(text: string): string {
  if (/^[^\p{Cc}]*$/u.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  throw fail('usage.front-text', `${JSON.stringify(text.slice(0, 80))} cannot be said to the load balancer.`, {
    hint: 'Host names, paths and values of headers are one line each.',
  });
}
