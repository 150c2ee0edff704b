// A client of Luno's streaming API, written from its documentation: https://www.luno.com/en/developers/api#tag/Streaming-API
//   node documented.mjs BASE PAIR
// Asked with a line "N" on standard input, it answers with the book it has as soon as that is of sequence N or later:
//   SEQUENCE STATUS {ID=SIDE PRICE × VOLUME, …}
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

const [base, pair] = process.argv.slice(2)

// Decimals as whole numbers of 10^-20, which all of Luno's are.
const SCALE = 20
const parse = (text) => {
  const [whole, fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(SCALE, '0'))
}
const show = (value) => {
  const digits = value.toString().padStart(SCALE + 1, '0')
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, '')
}

let book = null
let asked = null

const connect = () => {
  const socket = new WebSocket(`${base}/api/1/stream/${pair}`)
  socket.on('open', () => {
    socket.send(JSON.stringify({ api_key_id: 'mykey', api_key_secret: 'mysecret' }))
    socket.send('""')
  })
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString())
    if (message === '') return
    if (message.error_code) throw new Error(data.toString())
    if (book === null) take(message)
    else apply(message)
    answer()
  })
  socket.on('close', (code, reason) => {
    console.error(`closed with ${code} ${reason}`)
    book = null
    setImmediate(connect)
  })
}

const take = ({ sequence, asks, bids, status }) => {
  book = { sequence: BigInt(sequence), status, orders: new Map() }
  for (const [side, orders] of [['ASK', asks], ['BID', bids]]) {
    for (const { id, price, volume } of orders) {
      book.orders.set(id, { side, price: parse(price), volume: parse(volume) })
    }
  }
}

const apply = (update) => {
  const sequence = BigInt(update.sequence)
  if (sequence !== book.sequence + 1n) throw new Error(`expected ${book.sequence + 1n}, got ${sequence}`)
  book.sequence = sequence
  for (const { base, maker_order_id } of update.trade_updates ?? []) {
    const maker = book.orders.get(maker_order_id)
    maker.volume -= parse(base)
    if (maker.volume < 0n) throw new Error(`too large a trade: ${JSON.stringify(update)}`)
    if (maker.volume === 0n) book.orders.delete(maker_order_id)
  }
  if (update.create_update) {
    const { order_id, type, price, volume } = update.create_update
    book.orders.set(order_id, { side: type, price: parse(price), volume: parse(volume) })
  }
  if (update.delete_update) book.orders.delete(update.delete_update.order_id)
  if (update.status_update) book.status = update.status_update.status
}

const answer = () => {
  if (asked === null || book === null || book.sequence < asked) return
  asked = null
  const lines = [...book.orders]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, { side, price, volume }]) => `${id}=${side} ${show(price)} × ${show(volume)}`)
  console.log(`${book.sequence} ${book.status} {${lines.join(', ')}}`)
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    asked = BigInt(line)
    answer()
  })
  .on('close', () => process.exit(0))
connect()
