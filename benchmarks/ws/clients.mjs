// Clients by Node's ws, written as its documentation has it. Told in lines what to do, they answer each as the
// benchmarks' own clients do (ClientProcess.java), of which they know what measuring lag takes:
//
//   connect PORT PATH COUNT read MILLIS, leave, expect START PER_SECOND BEFORE WARMUP COUNT,
//   await SEQUENCE 0 MILLIS, lag
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";

// Fewer than a server lets wait to be accepted.
const connecting = 200;
const pollMillis = 5;

// The clock that all processes of the benchmark read: a machine's monotonic one, in nanoseconds.
const origin = Number(process.hrtime.bigint()) - performance.now() * 1e6;
const nowNanos = () => origin + performance.now() * 1e6;

let clients = [];
let schedule = null;
// Lags in nanoseconds, and how many there are.
let lags = new Float64Array(0);
let counted = 0;

function sequenceOf(data) {
  const key = '"sequence":';
  const at = data.lastIndexOf(key);
  return at < 0 ? -1 : Number.parseInt(data.latin1Slice(at + key.length, at + key.length + 20), 10);
}

// Updates that a client was not sent one by one came with this one.
function reached(previous, sequence, now) {
  if (schedule === null) {
    return;
  }
  const last = Math.min(sequence, schedule.last);
  for (let each = Math.max(previous + 1, schedule.first); each <= last; each++) {
    lags[counted++] = now - (schedule.start + ((each - schedule.before - 1) * 1e9) / schedule.perSecond);
  }
}

function client(url) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const one = { socket, sequence: -1 };
  socket.on("message", (data) => {
    const now = nowNanos();
    const sequence = sequenceOf(data);
    if (sequence > one.sequence) {
      reached(one.sequence, sequence, now);
      one.sequence = sequence;
    }
  });
  return one;
}

function opened({ socket }) {
  return new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
}

async function connect(port, path, count) {
  for (let left = Number(count); left > 0; left -= connecting) {
    const some = Array.from({ length: Math.min(left, connecting) }, () => client(`ws://127.0.0.1:${port}${path}`));
    await Promise.all(some.map(opened));
    clients.push(...some);
  }
  return "ok";
}

function leave() {
  for (const { socket } of clients) {
    socket.on("error", () => {});
    socket.close();
  }
  clients = [];
  return "ok";
}

function expect(start, perSecond, before, warmup, count) {
  const [first, last] = [Number(before) + Number(warmup) + 1, Number(before) + Number(count)];
  schedule = { start: Number(start), perSecond: Number(perSecond), before: Number(before), first, last };
  lags = new Float64Array(clients.length * (last - first + 1));
  counted = 0;
  return "ok";
}

async function awaitAll(sequence, _, millis) {
  const start = nowNanos();
  for (;;) {
    const there = clients.filter((one) => one.sequence >= Number(sequence)).length;
    const waited = Math.trunc((nowNanos() - start) / 1e6);
    if (there === clients.length || waited >= Number(millis)) {
      return [there, clients.length, waited, waited, waited].join(" ");
    }
    await pause(pollMillis);
  }
}

function lag() {
  const now = nowNanos();
  let missing = 0;
  for (const { sequence } of clients) {
    if (sequence < schedule.last) {
      missing += schedule.last - Math.max(sequence, schedule.first - 1);
      reached(sequence, schedule.last, now);
    }
  }
  const sorted = lags.subarray(0, counted).sort();
  const at = (percent) => Math.round(sorted[Math.max(0, Math.ceil((percent / 100) * counted) - 1)]);
  return [at(50), at(99), at(99.9), at(100), counted, missing].join(" ");
}

const commands = { connect, leave, expect, await: awaitAll, lag };
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = line.split(" ");
  try {
    console.log(await commands[command](...words));
  } catch (error) {
    console.log(`failed: ${String(error).replaceAll("\n", " ")}`);
  }
}
process.exit(0);
