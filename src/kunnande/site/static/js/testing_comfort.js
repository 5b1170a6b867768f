// How this person wants the test shown. Not a module: it must act before the page is drawn.
(() => {
  const root = document.documentElement;
  const key = "kunnande-comfort";
  const usual = { size: "normal", theme: "", air: "no", time: "yes" };

  const read = () => {
    try {
      return { ...usual, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
    } catch {
      return { ...usual };
    }
  };
  const keep = (chosen) => {
    try {
      localStorage.setItem(key, JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing still shows what is chosen until the page is left.
    }
  };
  const apply = (chosen) => {
    for (const name of Object.keys(usual)) {
      if (chosen[name]) root.dataset[name] = chosen[name];
      else delete root.dataset[name];
    }
  };

  root.dataset.script = "yes";
  apply(read());

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("comfort");
    if (!form) return;
    const chosen = read();
    const isDark = chosen.theme ? chosen.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    form.elements.size.value = chosen.size;
    form.elements.theme.value = isDark ? "dark" : "light";
    form.elements.air.checked = chosen.air === "yes";
    form.elements.time.checked = chosen.time === "yes";
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      const field = event.target;
      chosen[field.name] = field.type === "checkbox" ? (field.checked ? "yes" : "no") : field.value;
      apply(chosen);
      keep(chosen);
    });
  });
})();
