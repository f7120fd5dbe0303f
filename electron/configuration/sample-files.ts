/** What the files of the sample say, in the versions that its history goes through. Shell variables stand without braces. */

export const gitAttributes = 'COMMIT export-subst\n*.sh text eol=lf\n*.cgi text eol=lf\n';
/** `git archive` writes the commit in place of this, so that an image knows where it came from. */
export const commitFile = '$Format:%H$\n';

export const dockerfile = (
  base: string,
): string => `# A shop that needs nothing but busybox: its web server and its shell.
ARG BASE=${base}
FROM \${BASE}
COPY . /shop
USER 65534:65534
EXPOSE 8080
CMD ["httpd", "-f", "-p", "8080", "-h", "/shop/www"]
`;

export const dockerIgnore = '.git\nREADME.md\n';

export const compose = `services:
  web:
    build: .
    init: true                  # busybox as the first process would not hear SIGTERM
    expose:
      - "8080"
    environment:
      SHOP_NAME: \${SHOP_NAME:-Harbour Shop}
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/cgi-bin/health"]
      interval: 2s
      timeout: 2s
      retries: 5
    read_only: true
    tmpfs:
      - /tmp
    stop_grace_period: 5s
`;

export const products = `anchor\tAnchor pin\t450
compass\tPocket compass\t1205
jersey\tStriped jersey\t3990
lantern\tStorm lantern\t2605
rope\tTen metres of rope\t899
`;

export const gift = 'gift\tGift wrapping\t250\n';

export const style = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #16324f; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .4rem; border-bottom: 1px solid #d5dde5; }
td:last-child, th:last-child { text-align: right; }
footer { margin-top: 2rem; color: #5d7288; font-size: .875rem; }
`;

export const darkStyle = `@media (prefers-color-scheme: dark) {
  body { background: #0d1b2a; color: #dbe7f3; }
  td, th { border-color: #27405a; }
}
`;

/** Prices are kept in cents. The first version forgets a zero: 1205 becomes 12.5. */
export const money = (format: '%d.%d' | '%d.%02d'): string => `# Prices are whole cents, so that nothing is rounded.

# money CENTS: prints an amount, such as 4.50
money() {
  printf '${format}' $(($1 / 100)) $(($1 % 100))
}
`;

export const page = `# Every script runs in www/cgi-bin; the shop's own files are two folders up.
root=../..

# page TITLE: prints the head of a page
page() {
  printf 'Content-Type: text/html; charset=utf-8\\r\\n\\r\\n'
  printf '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title>' "$1"
  printf '<link rel="stylesheet" href="/style.css"></head><body><h1>%s</h1>\\n' "$1"
}

# foot: prints the end of a page, with what is running
foot() {
  printf '<footer>Version %s</footer></body></html>\\n' "$(cat $root/VERSION 2>/dev/null || echo development)"
}
`;

const shopName = 'name=$SHOP_NAME\n[ -n "$name" ] || name="Harbour Shop"\n';
const searchLines = `# Only letters count, so that a search cannot be anything but a word.
wanted=$(printf '%s' "$QUERY_STRING" | sed -n 's/^q=\\([A-Za-z]*\\).*/\\1/p')
`;

export const index = (has: { money: boolean; name?: boolean; search?: boolean }): string => `#!/bin/sh
. ../../lib/page.sh
${has.money ? '. ../../lib/money.sh\n' : ''}
${has.name ? shopName : 'name="Harbour Shop"\n'}${has.search ? searchLines : ''}page "$name"
${has.search ? `echo '<form><input name="q" aria-label="Search"> <button>Search</button></form>'\n` : ''}echo '<table><tr><th>Product</th><th>Price</th></tr>'
${has.search ? 'grep -i "$wanted" $root/lib/products.tsv' : 'cat $root/lib/products.tsv'} | while IFS='	' read -r id title cents; do
  printf '<tr><td>%s</td><td>%s</td></tr>\\n' "$title" "${has.money ? '$(money "$cents")' : '$cents'}"
done
echo '</table>'
foot
`;

export const health = `#!/bin/sh
# Healthy means that there is something to sell.
if [ -s ../../lib/products.tsv ]; then
  printf 'Content-Type: text/plain\\r\\n\\r\\nok\\n'
else
  printf 'Status: 503 Service Unavailable\\r\\nContent-Type: text/plain\\r\\n\\r\\nthere are no products\\n'
fi
`;

export const version = `#!/bin/sh
commit=$(cat ../../COMMIT)
case $commit in *Format*) commit=development ;; esac
printf 'Content-Type: application/json\\r\\n\\r\\n{"version":"%s","commit":"%s"}\\n' "$(cat ../../VERSION)" "$commit"
`;

const discountLines = `percent=$(printf '%s' "$QUERY_STRING" | tr '&' '\\n' | sed -n 's/^code=\\([A-Z0-9]*\\)$/\\1/p' | while read -r code; do
  sed -n "s/^$code	//p" ../../lib/discounts.tsv
done)
[ -z "$percent" ] || sum=$((sum - sum * percent / 100))
`;

/** Sums up a basket: /cgi-bin/total?compass=2&rope=1 */
export const total = (has: { discount: boolean }): string => `#!/bin/sh
. ../../lib/money.sh

sum=0
for entry in $(printf '%s' "$QUERY_STRING" | tr '&' '\\n' | grep -E '^[a-z]+=[0-9]{1,3}$'); do
  id=$(echo "$entry" | cut -d= -f1)
  count=$(echo "$entry" | cut -d= -f2)
  cents=$(sed -n "s/^$id	[^	]*	//p" ../../lib/products.tsv)
  [ -z "$cents" ] || sum=$((sum + count * cents))
done
${has.discount ? discountLines : ''}printf 'Content-Type: text/plain\\r\\n\\r\\n%s\\n' "$(money $sum)"
`;

export const discounts = 'WELCOME\t10\nAUTUMN\t15\n';

export const testRunner = `#!/bin/sh
# Runs every test/*_test.sh; the first that fails ends it. In a container: sh /shop/test/run.sh
cd "$(dirname "$0")/.." || exit 1
for test in test/*_test.sh; do
  sh "$test" || { echo "not ok $test"; exit 1; }
  echo "ok $test"
done
`;

export const pagesTest = `# The scripts answer as the web server would call them.
cd www/cgi-bin || exit 1
sh ./health | grep -qx ok || exit 1
sh ./index.cgi | grep -q 'Storm lantern' || exit 1
`;

export const totalTest = `cd www/cgi-bin || exit 1
QUERY_STRING='anchor=2&rope=1' sh ./total | grep -qx 17.99 || exit 1
QUERY_STRING='nothing=1' sh ./total | grep -q '^0' || exit 1
`;

export const moneyTest = `. lib/money.sh
[ "$(money 1205)" = 12.05 ] || exit 1
[ "$(money 450)" = 4.50 ] || exit 1
[ "$(money 7)" = 0.07 ] || exit 1
`;

export const discountTest = `cd www/cgi-bin || exit 1
QUERY_STRING='jersey=1&code=WELCOME' sh ./total | grep -qx 35.91 || exit 1
`;

export const readme = `# Harbour Shop

A tiny web shop, made of shell scripts behind busybox's web server. It is small enough to read in five minutes and has
what a real service has: an image, a healthcheck, tests, releases.

- \`/\` the shop
- \`/cgi-bin/total?compass=2&rope=1\` the sum of a basket
- \`/cgi-bin/health\` whether it can sell
`;

export const readmeRunning = `
## Running it

\`busybox httpd -f -p 8080 -h www\` serves it on port 8080. \`sh test/run.sh\` runs the tests; so does
\`docker run --rm IMAGE sh /shop/test/run.sh\` in the image that is released.

## Releases

\`slipway.yaml\` says where releases run: the dev box, QA, staging, production, and the hotfix lane beside them.
`;
