/* Vietnamese for Plotly: the mode bar's words, dates, and 116.348,5. */
(function () {
  "use strict";

  if (!window.Plotly) return;
  const months = Array.from({ length: 12 }, function (_, i) { return i + 1; });
  window.Plotly.register({
    moduleType: "locale",
    name: "vi",
    dictionary: {
      "Autoscale": "Vừa khung",
      "Box Select": "Chọn theo khung",
      "Click to enter Colorscale title": "Bấm để đặt tên thang màu",
      "Compare data on hover": "So sánh khi rê chuột",
      "Double-click on legend to isolate one trace": "Bấm đúp vào chú giải để chỉ xem một dãy",
      "Double-click to zoom back out": "Bấm đúp để về khung ban đầu",
      "Download plot": "Tải biểu đồ",
      "Download plot as a PNG": "Tải biểu đồ dạng PNG",
      "Download plot as a png": "Tải biểu đồ dạng PNG",
      "Lasso Select": "Chọn tự do",
      "Pan": "Di chuyển",
      "Reset": "Đặt lại",
      "Reset axes": "Đặt lại trục",
      "Show closest data on hover": "Xem điểm gần nhất khi rê chuột",
      "Snapshot succeeded": "Đã tải biểu đồ",
      "Sorry, there was a problem downloading your snapshot!": "Chưa tải được biểu đồ.",
      "Taking snapshot - this may take a few seconds": "Đang tạo tệp ảnh",
      "Toggle Spike Lines": "Bật, tắt đường gióng",
      "Zoom": "Phóng to vùng chọn",
      "Zoom in": "Phóng to",
      "Zoom out": "Thu nhỏ"
    },
    format: {
      days: ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
      shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
      months: months.map(function (month) { return "tháng " + month; }),
      shortMonths: months.map(function (month) { return "Th" + month; }),
      periods: ["sáng", "chiều"],
      dateTime: "%H:%M %-d/%-m/%Y",
      date: "%-d/%-m/%Y",
      time: "%H:%M",
      decimal: ",",
      thousands: ".",
      grouping: [3],
      currency: ["", " ₫"],
      year: "%Y",
      month: "%-m/%Y",
      dayMonth: "%-d/%-m",
      dayMonthYear: "%-d/%-m/%Y"
    }
  });
})();
