// ccxt's class for Luno, with other addresses:
//   node ccxt.mjs STREAM_BASE REST_BASE SYMBOL
// Asked with "book N" on standard input, it answers with the best bid and ask of its book as soon as that is of sequence
// N or later; asked with "trades N", with the amounts of the trades it got as soon as there are N.
import { createInterface } from 'node:readline'
import ccxt from 'ccxt'

const [stream, rest, symbol] = process.argv.slice(2)
const exchange = new ccxt.pro.luno({ apiKey: 'mykey', secret: 'mysecret', enableRateLimit: false })
for (const [name, path] of Object.entries({ public: '', private: '', exchange: '/exchange', exchangePrivate: '/exchange' })) {
  exchange.urls.api[name] = `${rest}/api${path}`
}
exchange.urls.api.ws = `${stream}/api/1`
// Asks for the networks of an account, for which there is no need.
exchange.has.fetchCurrencies = false

let book = null
let trades = []
let asked = null

const answer = () => {
  if (asked === null) return
  const [what, number] = asked
  if (what === 'book' && book !== null && book.nonce >= number) {
    console.log(`${book.nonce} ${book.bids[0]?.[0]} ${book.asks[0]?.[0]}`)
    asked = null
  } else if (what === 'trades' && trades.length >= number) {
    console.log(trades.map((trade) => trade.amount).join(' '))
    asked = null
  }
}

const watch = async (next, take) => {
  for (;;) {
    take(await next())
    answer()
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [what, number] = line.split(' ')
    asked = [what, Number(number)]
    answer()
  })
  .on('close', () => process.exit(0))
await exchange.loadHttpProxyAgent() // ccxt wants that for any address that begins with ws://.
await exchange.loadMarkets()
await Promise.race([
  watch(() => exchange.watchOrderBook(symbol), (seen) => { book = seen }),
  watch(() => exchange.watchTrades(symbol), (seen) => { trades = trades.concat(seen) }),
])
