"use strict";
// Shows the news of a repository that is being typed into: findings, pages, the board.
(() => {
  const at = (id) => document.getElementById(id);
  const made = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const show = {
    "tinh-trang": (news) => {
      at("tinh-trang").textContent = news.loi ? `${news.chu}: ${news.loi}` : news.so === undefined ? `${news.chu}: ${(news.tep || []).join(", ")}` : `${news.chu}: ${news.so} văn bản đã làm lại, ${news.giu} giữ lại vì lỗi`;
      at("tinh-trang").dataset.chu = news.chu;
    },
    "dieu": (news) => {
      at("tep").textContent = news.tep.join(", ");
      at("dieu").replaceChildren(...news.dieu.map((one) => {
        const item = made("li", "", { className: one.lop });
        item.append(made("b", one.muc), `: ${one.noi_dung} `, made("div", `${one.cho.cho} [${one.luat}]`));
        if (one.cach_sua) item.append(made("div", `Cách sửa: ${one.cach_sua}`));
        return item;
      }));
      if (!news.dieu.length) at("dieu").append(made("li", "không có gì phải xem", { className: "xong" }));
    },
    "trang": (news) => {
      at("cu").hidden = !news.cu;
      at("trang").classList.toggle("cu", news.cu);
      at("trang").replaceChildren(...news.van_ban.flatMap((paper) => paper.trang.map((page) => {
        const figure = document.createElement("figure");
        const title = `${paper.ten} (${paper.dich}), trang ${page.trang}/${paper.so_trang}`;
        figure.append(made("figcaption", title), made("img", "", { src: page.hinh, alt: title }));
        return figure;
      })));
    },
    "bang": () => { const frame = at("bang"); if (frame.contentWindow) frame.contentWindow.location.reload(); },
  };
  const news = new EventSource("/su-kien");
  for (const [kind, act] of Object.entries(show)) news.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  news.onerror = () => { at("tinh-trang").textContent = "mất liên lạc với dvkgen watch: chạy lại lệnh rồi tải lại trang"; };
})();
