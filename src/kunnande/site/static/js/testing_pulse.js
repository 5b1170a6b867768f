// Lets the server hear that the person is here, and learns of more time, a pause, a start or the end.
const told = document.querySelector("[data-pulse]");
const EVERY = { waiting: 5000, paused: 5000 };
const OTHERWISE = 15000;

const move = () => {
  // An answer just written has time to be sent before the page is left.
  document.dispatchEvent(new CustomEvent("kunnande:time-over"));
  setTimeout(() => location.assign(told.dataset.over), 1500);
};

const ask = async () => {
  let reply;
  try {
    const answer = await fetch(told.dataset.pulse, { redirect: "error", cache: "no-store" });
    reply = answer.ok ? await answer.json() : null;
  } catch {
    reply = null; // out of reach for a while: ask again in due time
  }
  if (reply && reply.stands !== told.dataset.stands) return move();
  if (reply) document.dispatchEvent(new CustomEvent("kunnande:acknowledged", { detail: reply }));
  return again();
};

const again = () => setTimeout(ask, EVERY[told.dataset.stands] ?? OTHERWISE);

again();
