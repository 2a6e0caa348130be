// What `run.mjs` learned from the demo server: its address and its sign-ins.
export const demo = JSON.parse(process.env.DEMO ?? '{"base":"http://127.0.0.1:8080","users":[]}');
