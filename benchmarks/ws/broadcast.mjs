// A broadcast by Node's ws, written as its documentation has it: follows one market of the exchange and sends each of
// its updates to all clients, as a text of a given size which ends as the gateway's does. Says its port, and ends with
// its standard input.
//
//   node broadcast.mjs ws://127.0.0.1:9001 XBTZAR 3000
import WebSocket, { WebSocketServer } from "ws";

const [exchange, pair, size] = process.argv.slice(2);
// What the gateway lets wait for one client; who has more waiting misses a frame.
const mostWaiting = 64 << 10;

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, backlog: 1024, perMessageDeflate: false });

function text(sequence) {
  const start = '{"filling":"';
  const end = `","sequence":${sequence},"timestamp":0,"status":"ACTIVE","feed":"LIVE"}`;
  return start + ".".repeat(Number(size) - start.length - end.length) + end;
}

function broadcast(sequence) {
  const frame = Buffer.from(text(sequence));
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN && client.bufferedAmount < mostWaiting) {
      client.send(frame, { binary: false });
    }
  }
}

server.on("connection", (client) => client.on("error", () => client.terminate()));
server.on("listening", () => {
  const upstream = new WebSocket(`${exchange}/api/1/stream/${pair}`, { perMessageDeflate: false });
  let started = false;
  upstream.on("open", () => upstream.send('{"api_key_id":"benchmark","api_key_secret":"benchmark-secret"}'));
  upstream.on("message", (data) => {
    if (!started) {
      started = true;
      console.log(server.address().port);
      return;
    }
    const sequence = /^\{"sequence":"(\d+)"/.exec(data.subarray(0, 40).toString("latin1"));
    if (sequence) {
      broadcast(sequence[1]);
    }
  });
  upstream.on("close", () => process.exit(1));
});

process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
