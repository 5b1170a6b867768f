// Saves the answer on every change and says what the server has acknowledged, nothing else.
const form = document.getElementById("question");
const saved = document.getElementById("saved");
const trouble = document.getElementById("trouble");
const answered = document.getElementById("answered");
const progress = document.getElementById("progress");

const TYPING_PAUSE = 600;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30000;

let wanted = 0; // counts changes made here
let acknowledged = 0; // the last change the server has confirmed
let retry = FIRST_RETRY;
let timer = 0;
let queue = Promise.resolve(); // one request at a time, so that the last change is the last saved

const isPending = () => acknowledged < wanted;

const say = (words, icon) => {
  const mark = icon ? `<svg class="i" aria-hidden="true"><use href="#i-${icon}"></use></svg>` : "";
  saved.innerHTML = mark + "<span></span>";
  saved.querySelector("span").textContent = words;
};

const warn = (words) => {
  trouble.querySelector("p").textContent = words;
  trouble.hidden = !words;
};

const showAcknowledged = (reply) => {
  form.elements.revision.value = reply.revision;
  if (!isPending()) say(reply.saved, "ok");
  answered.textContent = reply.words;
  progress.value = reply.answered;
  progress.setAttribute("aria-label", reply.words);
  warn("");
  document.dispatchEvent(new CustomEvent("kunnande:acknowledged", { detail: reply }));
};

// Signing in again in another tab gives a new token; the cookie has it.
const renewToken = () => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) form.elements.csrfmiddlewaretoken.value = token;
};

const tryLater = (words) => {
  say("");
  warn(words);
  timer = setTimeout(send, retry);
  retry = Math.min(retry * 2, LONGEST_RETRY);
};

const post = async () => {
  const change = wanted;
  renewToken();
  const answer = await fetch(form.dataset.save, { method: "POST", body: new FormData(form), redirect: "manual" });
  const isReply = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isReply) return tryLater(answer.status < 500 ? form.dataset.signedOut : form.dataset.offline);
  const reply = await answer.json();
  if (answer.ok) {
    acknowledged = Math.max(acknowledged, change);
    retry = FIRST_RETRY;
    return showAcknowledged(reply);
  }
  acknowledged = wanted; // the server has answered for good: sending it again changes nothing
  if (reply.go) return location.assign(reply.go);
  if (answer.status === 409) return location.replace(`${location.pathname}?nyare`);
  return warn(reply.message);
};

const attempt = async () => {
  if (!isPending()) return;
  say(form.dataset.saving);
  try {
    await post();
  } catch {
    tryLater(form.dataset.offline);
  }
};

const send = () => {
  clearTimeout(timer);
  queue = queue.then(attempt);
  return queue;
};

const changed = (pause) => {
  wanted += 1;
  clearTimeout(timer);
  timer = setTimeout(send, pause);
};

form.addEventListener("input", (event) => {
  if (event.target.matches("input[type=text]")) changed(TYPING_PAUSE);
});
form.addEventListener("change", (event) => {
  if (!event.target.matches("input[type=text]")) changed(0);
});
window.addEventListener("online", () => isPending() && send());
document.addEventListener("kunnande:time-over", () => {
  form.dataset.leaving = "yes";
});

// Leaving the page sends the form itself; offline that would lose the answer, so it waits.
form.addEventListener("submit", async (event) => {
  if (form.dataset.leaving) return;
  event.preventDefault();
  const button = event.submitter;
  clearTimeout(timer);
  if (button?.value === "clear") {
    await queue; // an answer on its way must not arrive after it has been taken away
  } else {
    wanted += 1;
    await send();
    if (isPending() || !trouble.hidden) return;
  }
  form.dataset.leaving = "yes";
  // A form can not be submitted again before the event that stopped it is over.
  setTimeout(() => form.requestSubmit(button));
});
window.addEventListener("beforeunload", (event) => {
  if (isPending() && !form.dataset.leaving) event.preventDefault();
});

// A page brought back from the browser's memory may show an answer that is no longer the newest.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
